/** The whole page as a function of the model. */

import { el, part, show } from "../dom";
import type { Child } from "../dom";
import type { Model } from "../model";
import type { Button, Counter, Screen, Stage } from "../../build/wire";
import { ring, tick } from "./glyphs";
import { figureOf } from "./counter";
import { drawScreen } from "./screens";
import { remedy, trouble } from "./words";

const LARGE_PICTURE: ReadonlySet<Stage> = new Set(["camera_check", "get_ready", "countdown", "work", "rest", "swap"]);
const SMALL_PICTURE: ReadonlySet<Stage> = new Set(["intro"]);
/** More letters than this take two lines, in a smaller type. */
const LONG = 46;
const NUMBERS: readonly string[] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const KEY_NAMES: Readonly<Record<string, string>> = { " ": "Space", Escape: "Esc", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Enter: "Enter" };

export function drawPage(model: Model): void {
  const { screen } = model;
  document.body.dataset["stage"] = screen?.stage ?? "none";
  document.body.dataset["picture"] = pictureSize(model);
  document.body.dataset["paused"] = String(screen?.paused != null);
  part("picture", HTMLElement).hidden = pictureSize(model) === "none";
  shapePicture(part("picture", HTMLElement), part("camera", HTMLVideoElement));
  show(part("top", HTMLElement), ...top(model));
  show(part("screen", HTMLElement), ...(screen === null ? [] : drawScreen(model, screen)));
  show(part("caption", HTMLElement), caption(screen));
  show(part("buttons", HTMLElement), ...(model.link.is === "open" && screen !== null ? screen.buttons.map(button) : []));
  show(part("trust", HTMLElement), trustLine(model));
  showLabel(model);
}

export function pictureSize({ screen, camera }: Model): "large" | "small" | "none" {
  if (screen === null || !screen.wants_camera || camera !== "on") return "none";
  if (LARGE_PICTURE.has(screen.stage)) return "large";
  return SMALL_PICTURE.has(screen.stage) ? "small" : "none";
}

/** The picture's box has the camera's own shape, so that no bars stand beside it. */
function shapePicture(picture: HTMLElement, { videoWidth, videoHeight }: HTMLVideoElement): void {
  if (videoWidth > 0) picture.style.setProperty("--aspect", (videoWidth / videoHeight).toFixed(4));
}

function top(model: Model): Child[] {
  const { screen } = model;
  const says = trouble(model);
  const help = remedy(model);
  return [
    screen === null || screen.stage === "welcome" || screen.stage === "summary" ? null : progress(screen),
    says === "" ? null : el("div", { class: "trouble", role: "alert" }, el("p", {}, says), help && el("button", { "data-action": help.action }, help.label)),
    screen === null || screen.notice === "" ? null : el("p", { class: "notice", role: "status" }, screen.notice),
    screen === null && says === "" ? el("p", { class: "notice" }, "Looking for the coach on this machine…") : null,
  ];
}

function progress(screen: Screen): Child {
  const percent = Math.round(screen.progress_fraction * 100);
  const where = screen.bout === null ? "" : screen.bout.says;
  return el(
    "div",
    { class: "progress" },
    el("progress", { max: 100, value: percent, "aria-label": `Session ${percent} % done` }),
    where === "" ? null : el("span", {}, where),
  );
}

/** What was said last, unless the same words stand in the middle of the page anyway. */
function caption(screen: Screen | null): Child {
  if (screen === null || screen.caption === "") return null;
  const { caption: says, counter, cue, paused, question, rating, instruction } = screen;
  if (cue?.text === says) return el("p", { class: `cue ${cue.kind}` }, cue.kind === "praise" ? tick() : ring(), el("span", {}, says));
  const isThere = [paused?.says, question?.says, rating?.says, instruction].includes(says);
  if (isThere) return null;
  return el("p", { class: isFigure(says, counter) ? "only-heard" : says.length > LONG ? "long" : null }, says);
}

/** Whether these words are the great figure itself, which those who cannot see it are still to hear. */
function isFigure(says: string, counter: Counter | null): boolean {
  return counter !== null && (NUMBERS[figureOf(counter)] ?? String(figureOf(counter))) === says;
}

function button({ command, label, key, is_main: isMain }: Button): Child {
  const name = KEY_NAMES[key] ?? key.toUpperCase();
  const attributes = { "data-command": command, "data-key": command, class: isMain ? "main" : null, "aria-keyshortcuts": key === " " ? "Space" : key };
  return el("button", attributes, el("span", {}, label), key === "" ? null : el("kbd", { "aria-hidden": "true" }, name));
}

function trustLine({ trust }: Model): Child {
  if (trust === null) return null;
  const timing = el("button", { "data-action": "timing" }, el("span", {}, "Show where the time goes"), el("kbd", { "aria-hidden": "true" }, "L"));
  return el("details", {}, el("summary", {}, trust.says), el("p", {}, trust.how), timing);
}

function showLabel({ welcome }: Model): void {
  const label = part("label", HTMLElement);
  label.hidden = welcome?.demo_url == null;
  show(label, "Demonstration", el("span", {}, ": a recorded clip plays as the camera"));
}
