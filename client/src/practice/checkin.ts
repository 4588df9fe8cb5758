/** The questions before a session, and today's plan with its reasons. */

import { el } from "../dom";
import type { Child } from "../dom";
import type { AskedQuestion, CheckInState, TodaysTask } from "../../build/wire";

const SCORES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** What the person has tapped so far. */
export interface Tapped {
  readonly yes: ReadonlySet<string>;
  readonly hasStopSign: boolean;
  readonly isAnsweringAgain: boolean;
}

export function drawCheckIn(state: CheckInState, tapped: Tapped, name: string): Child[] {
  const isAsking = state.step === "screen" || (state.step === "stopped" && tapped.isAnsweringAgain);
  return [
    el("header", { class: "whose" }, el("p", {}, `For ${name}`), button("elsewhere", "Somebody else?")),
    el("h1", {}, isAsking ? "A few questions first" : state.headline),
    ...(isAsking && state.step === "stopped" ? [] : state.says.map((says) => el("p", { class: "lead" }, says))),
    ...(isAsking ? screen(state.questions, tapped) : step(state, tapped)),
  ];
}

function step(state: CheckInState, tapped: Tapped): Child[] {
  switch (state.step) {
    case "stopped":
      return [el("div", { class: "choices" }, state.is_clearable ? button("cleared", "A clinician has said yes") : null, button("again", "Answer again"))];
    case "morning":
      return [scores("morning"), el("div", { class: "choices" }, button("skip", "I do not remember"))];
    case "pain":
      return [stopSigns(state.stop_rules, tapped), el("h2", {}, "Pain now, 0 to 10"), scores("pain")];
    case "ready":
      return [...today(state), el("div", { class: "choices" }, button("close", "Go to today's exercises", true))];
    default:
      return [el("p", {}, state.balance_says), el("div", { class: "choices" }, button("redo", "Ask me again later"))];
  }
}

function screen(questions: readonly AskedQuestion[], { yes }: Tapped): Child[] {
  const groups = [...new Set(questions.map((each) => each.group))];
  return [
    el("p", {}, "Tap everything that is so. Leave the rest."),
    ...groups.map((group) =>
      el("section", { class: "asked" }, el("h2", {}, group), ...questions.filter((each) => each.group === group).map((each) => toggle(each.id, each.asks, yes.has(each.id)))),
    ),
    el("div", { class: "choices" }, button("screen", yes.size === 0 ? "None of this is so" : "That is all", true)),
  ];
}

function toggle(id: string, says: string, isOn: boolean): Child {
  return el(
    "button",
    { class: "toggle", "data-practice": "toggle", "data-id": id, "data-key": id, "aria-pressed": String(isOn) },
    el("span", { class: "mark", "aria-hidden": "true" }, isOn ? "✓" : ""),
    el("span", {}, says),
  );
}

function stopSigns(rules: readonly string[], { hasStopSign }: Tapped): Child {
  return el(
    "section",
    { class: "asked" },
    el("h2", {}, "First: is one of these so?"),
    el("ul", {}, ...rules.map((rule) => el("li", {}, rule))),
    toggle("stop_sign", "Yes, one of these is so right now.", hasStopSign),
  );
}

function scores(what: string): Child {
  const buttons = SCORES.map((score) => el("button", { "data-practice": what, "data-value": score, "data-key": `${what}-${score}` }, String(score)));
  return el("div", { class: "ratings", role: "group", "aria-label": "0 to 10" }, ...buttons);
}

function today(state: CheckInState): Child[] {
  const shares = state.balance.map(({ title, minutes }) => el("li", {}, `${title}: ${minutes} min`));
  return [
    el("ol", { class: "tasks" }, ...state.tasks.map(task)),
    ...state.left_out.map((says) => el("p", { class: "reason" }, says)),
    el("section", { class: "balance" }, el("h2", {}, "Balance of four weeks"), el("p", {}, state.balance_says), el("ul", {}, ...shares)),
  ];
}

function task({ title, dose_says: dose, reasons, decided_at: decidedAt, entry }: TodaysTask): Child {
  const keep = decidedAt === null ? null : el("button", { "data-practice": "overrule", "data-entry": entry, "data-at": decidedAt }, "Keep it as it was");
  return el("li", { "data-key": entry }, el("strong", {}, title), el("span", { class: "dose" }, dose), ...reasons.map((says) => el("p", { class: "reason" }, says)), keep);
}

export function button(what: string, says: string, isMain = false): Child {
  return el("button", { "data-practice": what, "data-key": what, class: isMain ? "main" : null }, says);
}
