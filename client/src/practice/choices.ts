/** Programs, activities and reminders: what a person sets up now and then. */

import { el } from "../dom";
import type { Child } from "../dom";
import type { Activities, ProgramCard, ProgramChecked } from "../../build/wire";
import { button } from "./checkin";

const PLACES = 3;
const CHANGES = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5] as const;

export function drawPrograms(programs: readonly ProgramCard[], checked: ProgramChecked | null, name: string): Child[] {
  return [
    el("h1", {}, "My program"),
    ...programs.map((each) => (each.complaints.length > 0 ? unusable(each) : program(each, each.is_chosen ? el("p", { class: "chosen" }, "✓ This is yours") : choose(each)))),
    el("h2", {}, "From your therapist"),
    el("label", { class: "file", for: "program-file" }, "Choose a program file (.yaml)"),
    el("input", { id: "program-file", type: "file", accept: ".yaml,.yml,text/plain", "data-key": "program-file" }),
    ...(checked === null ? [] : found(checked, name)),
    el("div", { class: "choices" }, button("back", "Back", true)),
  ];
}

function choose({ id, title }: ProgramCard): Child {
  return el("button", { "data-practice": "choose", "data-id": id, "aria-label": `Follow ${title}` }, "Follow this one");
}

function program(card: ProgramCard, more: Child): Child {
  const by = card.credentials === "" ? card.author : `${card.author}, ${card.credentials}`;
  return el(
    "section",
    { class: "program", "data-key": card.id, "data-program": card.id },
    el("h2", {}, card.title),
    el("p", {}, `${by}. ${card.days_says}.`),
    el("ul", {}, ...card.exercises.map((each) => el("li", {}, each))),
    el("p", { class: "source" }, card.source),
    more,
  );
}

/** A program that was imported once, and what is to mend in it now. */
function unusable({ id, title, complaints }: ProgramCard): Child {
  return el(
    "section",
    { class: "program", "data-key": id, "data-program": id },
    el("h2", {}, title),
    el("p", {}, "It was imported, but cannot be used any more. Import a mended file in its place:"),
    el("ul", {}, ...complaints.map((each) => el("li", {}, each))),
  );
}

/** What the file says, or what is to mend in it. */
function found({ complaints, program: card }: ProgramChecked, name: string): Child[] {
  if (card !== null) return [el("p", { role: "status" }, `${name} can be used:`), program(card, button("import", "Use this program", true))];
  const says = complaints.length === 1 ? "One thing is to mend" : `${complaints.length} things are to mend`;
  return [el("div", { class: "complaints", role: "alert" }, el("p", {}, `${says} in ${name}:`), el("ul", {}, ...complaints.map((each) => el("li", {}, each))))];
}

export function drawActivities({ activities, change }: Activities): Child[] {
  const places = Array.from({ length: PLACES }, (_, place) => activities[place] ?? { activity: "", rating: -1 });
  return [
    el("h1", {}, "What you want to do"),
    el("p", { class: "lead" }, "Name up to three things that your back makes hard, and how well they go: 0 not at all, 10 as before."),
    ...places.map(({ activity, rating }, place) => oneActivity(place, activity, rating)),
    el("h2", {}, "Compared with when you began, how is your back?"),
    el("p", { class: "ends" }, el("span", {}, "−5: far worse"), el("span", {}, "0: the same"), el("span", {}, "5: far better")),
    el("div", { class: "ratings", role: "group", "aria-label": "Change, −5 to 5" }, ...CHANGES.map((each) => score("change", each, each === change))),
    el("div", { class: "choices" }, button("save", "Save", true), button("back", "Back")),
  ];
}

function oneActivity(place: number, activity: string, rating: number): Child {
  const id = `activity-${place}`;
  return el(
    "section",
    { class: "activity", "data-key": id },
    el("label", { for: id }, `Activity ${place + 1}`),
    el("input", { id, type: "text", maxlength: 80, value: activity, placeholder: "such as lifting my child", autocomplete: "off" }),
    el("div", { class: "ratings", role: "group", "aria-label": `Activity ${place + 1}, 0 to 10` }, ...Array.from({ length: 11 }, (_, each) => score(`activity-${place}`, each, each === rating))),
  );
}

function score(what: string, value: number, isOn: boolean): Child {
  return el("button", { "data-practice": "score", "data-what": what, "data-value": value, "data-key": `${what}-${value}`, "aria-pressed": String(isOn) }, String(value).replace("-", "−"));
}

export function drawReminders(days: string, at: string, notices: string): Child[] {
  return [
    el("h1", {}, "Reminders"),
    el("p", { class: "lead" }, `Your program's days: ${days}. A day that passes is picked up the next time.`),
    el("label", { for: "remind-at" }, "At what time?"),
    el("input", { id: "remind-at", type: "time", value: at, "data-key": "remind-at" }),
    el("div", { class: "choices" }, button("calendar", "Save a calendar file (.ics)", true), button("notices", "Remind me in this browser"), button("back", "Back")),
    notices === "" ? null : el("p", { role: "status" }, notices),
  ];
}
