/** The settings as a form, and a form as settings. */

import { el } from "../dom";
import type { Child } from "../dom";
import type { WatchPreferences } from "../../build/wire";

const HOUR_MIN = 60;

export function drawPreferences(preferences: WatchPreferences, place: string): Child[] {
  const { unchanged_min: minutes, quiet_from_min: from, quiet_to_min: to } = preferences;
  return [
    field("Minutes without a change before an offer", { name: "unchanged_min", type: "number", min: 20, max: 45, value: minutes ?? 30 }),
    field("Quiet from", { name: "quiet_from", type: "time", value: clockOf(from) }),
    field("Quiet to", { name: "quiet_to", type: "time", value: clockOf(to) }),
    field("A soft chime with each offer", { name: "has_sound", type: "checkbox", checked: preferences.has_sound ?? true }),
    field("Go on without mains", { name: "runs_on_battery", type: "checkbox", checked: preferences.runs_on_battery ?? false }),
    field("My back rests while I sit (for the words on load)", { name: "uses_backrest", type: "checkbox", checked: preferences.uses_backrest ?? false }),
    field("Name of this place", { name: "place", type: "text", maxlength: 40, value: place }),
  ];
}

export function preferencesFrom(form: HTMLFormElement): WatchPreferences {
  const value = (name: string): string => input(form, name).value;
  const minutes = Math.round(Number(value("unchanged_min")));
  const from = minuteOf(value("quiet_from"));
  const to = minuteOf(value("quiet_to"));
  return {
    type: "watch_preferences",
    unchanged_min: Math.min(45, Math.max(20, Number.isFinite(minutes) ? minutes : 30)),
    quiet_from_min: from,
    quiet_to_min: to,
    has_sound: input(form, "has_sound").checked,
    runs_on_battery: input(form, "runs_on_battery").checked,
    uses_backrest: input(form, "uses_backrest").checked,
  };
}

function field(label: string, attributes: Readonly<Record<string, string | number | boolean | null>>): Child {
  return el("label", {}, el("span", {}, label), el("input", attributes));
}

function input(form: HTMLFormElement, name: string): HTMLInputElement {
  const found = form.elements.namedItem(name);
  if (!(found instanceof HTMLInputElement)) throw new Error(`the form has no ${name}`);
  return found;
}

function clockOf(minute: number | null | undefined): string {
  if (minute == null) return "";
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${two(Math.floor(minute / HOUR_MIN))}:${two(minute % HOUR_MIN)}`;
}

function minuteOf(clock: string): number | null {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours === undefined || minutes === undefined || Number.isNaN(hours + minutes) ? null : hours * HOUR_MIN + minutes;
}
