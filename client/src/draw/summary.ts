/** What came of a session, line by line, and why a line was not met. */

import { el } from "../dom";
import type { Child } from "../dom";
import type { ExerciseResult, LineResult, Screen, Summary } from "../../build/wire";
import { verdictSign } from "./glyphs";

export function drawSummary(screen: Screen, summary: Summary | null): Child[] {
  const head = el("h1", {}, screen.headline);
  if (summary === null) return [head, el("p", { class: "instruction" }, "Putting it together…")];
  return [
    head,
    el("p", { class: "facts" }, facts(summary)),
    summary.advice === null ? null : el("p", { class: "advice" }, summary.advice),
    ...summary.exercises.map(exercise),
  ];
}

function facts({ duration_s: seconds, pain, effort }: Summary): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const rated = [pain === null ? "" : `pain ${pain} of 10`, effort === null ? "" : `effort ${effort} of 10`];
  return [`${minutes} ${minutes === 1 ? "minute" : "minutes"}`, ...rated].filter((each) => each !== "").join(", ");
}

function exercise({ id, title, done_says: done, is_complete: isComplete, lines }: ExerciseResult): Child {
  return el(
    "section",
    { class: "result", "data-key": id },
    el("h2", {}, title, el("span", { class: "done" }, `${done}${isComplete ? "" : ", not finished"}`)),
    el("ul", {}, ...lines.map((each) => line(each))),
  );
}

function line({ criterion, says, verdict, verdict_says: verdictSays, reason, answer, overruled, moment }: LineResult): Child {
  const told = [verdictSays, reason ?? "", answer === null ? "" : `you said ${answer ? "yes" : "no"}`, overruled ? "you said: that was right" : ""];
  return el(
    "li",
    { class: verdict, "data-key": criterion, "data-criterion": criterion, "data-verdict": verdict },
    verdictSign(verdict),
    el("div", {}, el("p", {}, says), el("p", { class: "told" }, told.filter((each) => each !== "").join("; "))),
    moment === null ? null : el("button", { "data-moment": moment }, "Why did it say that?"),
  );
}
