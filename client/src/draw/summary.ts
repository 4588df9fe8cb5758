/** What came of a session, line by line, and why a line was not met. */

import { el } from "../dom";
import type { Child } from "../dom";
import type { ExerciseResult, LineResult, Screen, Summary } from "../../build/wire";
import { cross, ring, tick, verdictSign } from "./glyphs";

const MOST_TOLD = 2;

export function drawSummary(screen: Screen, summary: Summary | null): Child[] {
  const head = el("h1", {}, screen.headline);
  if (summary === null) return [head, el("p", { class: "instruction" }, "Putting it together…")];
  return [
    head,
    el("p", { class: "facts" }, facts(summary)),
    summary.advice === null ? null : el("p", { class: "advice" }, summary.advice),
    overview(summary),
    ...summary.exercises.map(exercise),
  ];
}

/** The one or two things to take along. */
function overview({ exercises }: Summary): Child {
  const lines = exercises.flatMap((each) => each.lines);
  const broken = [...new Set(lines.filter(({ verdict, overruled }) => verdict === "not_met" && !overruled).map(({ says }) => lowered(says)))];
  if (broken.length === 0) return lines.some(({ verdict }) => verdict === "met") ? el("p", { class: "overview" }, tick(), el("span", {}, "Every line that could be seen was kept.")) : null;
  const more = broken.length > MOST_TOLD ? `, and ${broken.length - MOST_TOLD} more below` : "";
  return el("p", { class: "overview" }, ring(), el("span", {}, `For next time: ${broken.slice(0, MOST_TOLD).join("; ")}${more}.`));
}

function lowered(says: string): string {
  return `${says.charAt(0).toLowerCase()}${says.slice(1)}`;
}

function facts({ duration_s: seconds, pain, effort }: Summary): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const rated = [pain === null ? "" : `pain ${pain} of 10`, effort === null ? "" : `effort ${effort} of 10`];
  return [`${minutes} ${minutes === 1 ? "minute" : "minutes"}`, ...rated].filter((each) => each !== "").join(", ");
}

function exercise(result: ExerciseResult): Child {
  const { id, title, done_says: done, is_complete: isComplete, judged_says: judged, unsure_says: unsure, lines } = result;
  return el(
    "section",
    { class: "result", "data-key": id },
    el("h2", {}, title, el("span", { class: "done" }, `${done}${isComplete ? "" : ", not finished"}`)),
    judged === null ? null : el("p", { class: "judged" }, judged),
    unsure === null ? null : el("p", { class: "unsure" }, verdictSign("not_visible"), el("span", {}, unsure)),
    el("ul", {}, ...lines.map((each) => line(each))),
  );
}

function line(result: LineResult): Child {
  const { criterion, says, verdict, moment } = result;
  return el(
    "li",
    { class: verdict, "data-key": criterion, "data-criterion": criterion, "data-verdict": verdict },
    sign(result),
    el("div", {}, el("p", {}, says), el("p", { class: "told" }, told(result))),
    moment === null ? null : el("button", { "data-moment": moment }, "Why did it say that?"),
  );
}

function sign({ verdict, answer }: LineResult): SVGElement {
  if (verdict === "met" || verdict === "not_met" || answer === null) return verdictSign(verdict);
  return answer ? tick() : cross();
}

/** The verdict and its reason, or what the person said where no camera can tell. */
function told({ verdict, verdict_says: verdictSays, reason, answer, overruled }: LineResult): string {
  const isJudged = verdict === "met" || verdict === "not_met";
  const said = answer === null ? "" : `you said ${answer ? "yes" : "no"}`;
  const judged = isJudged || said === "" ? [verdictSays, reason ?? ""].filter((each) => each !== "").join(". ") : "";
  const words = [judged, said, overruled ? "you said that it was right" : ""].filter((each) => each !== "").join("; ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
