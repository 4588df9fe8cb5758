/** What stands in the middle of the page at each stage. */

import { el } from "../dom";
import type { Child } from "../dom";
import type { Model } from "../model";
import type { ExerciseCard, Finding, Question, RatingAsked, Screen, Welcome } from "../../build/wire";
import { drawCounter } from "./counter";
import { arrow, cross, pauseSign, tick } from "./glyphs";
import { people } from "./people";
import { drawSummary } from "./summary";

const STILL_SHARE = 0.4;
const SCORES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

export function drawScreen(model: Model, screen: Screen): Child[] {
  if (screen.paused !== null) return paused(screen, model.welcome);
  switch (screen.stage) {
    case "welcome":
      return welcome(model, screen);
    case "intro":
      return intro(screen, cardOf(model, screen));
    case "camera_check":
      return check(screen);
    case "get_ready":
      return getReady(screen, cardOf(model, screen));
    case "ask":
      return screen.question === null ? [heading(screen)] : ask(screen.question);
    case "rate":
      return screen.rating === null ? [heading(screen)] : rate(screen.rating);
    case "summary":
      return drawSummary(screen, model.summary);
    default:
      return work(screen);
  }
}

function cardOf({ welcome: greeting }: Model, { exercise }: Screen): ExerciseCard | null {
  return exercise === null ? null : (greeting?.plan.exercises[exercise] ?? null);
}

function heading(screen: Screen): Child {
  return el("h1", {}, screen.headline);
}

function text(says: string, name = "instruction"): Child {
  return says === "" ? null : el("p", { class: name }, says);
}

/** Why it stands still, and where it will go on. */
function paused({ headline, counter, paused: pause }: Screen, greeting: Welcome | null): Child[] {
  const says = pause?.says ?? "";
  const where = counter === null ? headline : `${headline}: ${counter.says}`;
  return [el("div", { class: "paused" }, pauseSign(), el("h1", {}, says), text(where, "phase"), pause?.reason === "cut_off" && greeting !== null ? people(greeting) : null)];
}

function welcome(model: Model, screen: Screen): Child[] {
  const { welcome: greeting, lacks, hasVoice } = model;
  if (greeting === null) return [heading(screen)];
  const { plan } = greeting;
  const items = plan.exercises.map((card) => el("li", {}, still(card), el("strong", {}, card.title), el("span", {}, card.dose_says)));
  return [
    heading(screen),
    el("div", { class: "lead-in" }, text(screen.instruction), people(greeting)),
    el(
      "div",
      { class: "welcome" },
      el("ol", { class: "plan", "aria-label": plan.title }, ...items),
      el("section", { class: "rules" }, el("h2", {}, "Stop and rest if you notice"), el("ul", {}, ...greeting.stop_rules.map((rule) => el("li", {}, rule)))),
    ),
    ...lacks.map((lack) => text(lack.says, "lack")),
    hasVoice || lacks.length > 0 ? null : text("This browser has no voice installed: tones and captions take its place.", "lack"),
  ];
}

function intro(screen: Screen, card: ExerciseCard | null): Child[] {
  if (card === null) return [heading(screen), text(screen.instruction)];
  const facts = el("p", { class: "facts" }, `${card.dose_says}. ${card.view_says}.`);
  return [
    el(
      "div",
      { class: "intro" },
      el("div", { class: "shown" }, card.demonstration_url === null ? null : clip(card.demonstration_url, card.title)),
      el(
        "div",
        { class: "told" },
        el("header", {}, heading(screen), text(card.why, "why")),
        el("ol", { class: "steps" }, ...card.steps.map((step) => el("li", {}, step))),
        facts,
      ),
    ),
  ];
}

/** The position, as a picture from the middle of the clip. */
function still({ demonstration_url: url }: ExerciseCard): Child {
  if (url === null) return null;
  const video = el("video", { src: url, "data-key": url, preload: "metadata", muted: true, playsinline: true, "aria-hidden": "true", tabindex: -1 });
  if (video instanceof HTMLVideoElement) video.addEventListener("loadedmetadata", () => (video.currentTime = STILL_SHARE * video.duration), { once: true });
  return video;
}

/** What the start position is, and how it goes on from there. */
function getReady(screen: Screen, card: ExerciseCard | null): Child[] {
  const url = card?.demonstration_url ?? null;
  return [
    el("h1", { class: "beside-figure" }, screen.headline),
    text(screen.instruction, "instruction now"),
    url === null || card === null ? null : el("div", { class: "shown" }, clip(url, card.title)),
  ];
}

function clip(url: string, title: string): Child {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const attributes = { src: url, "data-key": url, loop: true, playsinline: true, muted: true, autoplay: !isStill, controls: isStill };
  const video = el("video", { ...attributes, "aria-label": `How it is done: ${title}` });
  if (video instanceof HTMLVideoElement) video.muted = true; // The attribute alone does not let a made element play by itself.
  return video;
}

function check(screen: Screen): Child[] {
  const worst = screen.check.find((finding) => !finding.is_good);
  return [
    el("h1", { class: "beside-figure" }, screen.headline),
    worst === undefined ? text(screen.instruction) : el("div", { class: "change" }, arrow(worst.arrow), el("p", {}, worst.says)),
    el("ul", { class: "findings" }, ...screen.check.filter((each) => each !== worst).map(finding)),
  ];
}

function finding({ is_good: isGood, says }: Finding): Child {
  return el("li", {}, isGood ? tick() : cross(), el("span", {}, says));
}

function work(screen: Screen): Child[] {
  const { counter, pace } = screen;
  return [
    el("h1", { class: counter === null ? null : "beside-figure" }, screen.headline),
    counter === null ? null : drawCounter(counter),
    text(screen.phase, pace === null ? "phase" : "phase pace"),
    text(screen.instruction),
  ];
}

function ask({ id, says, number, total }: Question): Child[] {
  return [
    total > 1 ? text(`Question ${number} of ${total}`, "phase") : null,
    el("h1", { class: "question" }, says),
    el(
      "div",
      { class: "answers" },
      el("button", { "data-answer": "yes", "data-question": id, "data-key": `${id}-yes` }, tick(), el("span", {}, "Yes"), el("kbd", { "aria-hidden": "true" }, "Y")),
      el("button", { "data-answer": "no", "data-question": id, "data-key": `${id}-no` }, cross(), el("span", {}, "No"), el("kbd", { "aria-hidden": "true" }, "N")),
    ),
  ];
}

function rate({ rating, says, low_says: low, high_says: high }: RatingAsked): Child[] {
  const buttons = SCORES.map((score) => el("button", { "data-rating": rating, "data-score": score, "data-key": `${rating}-${score}` }, String(score)));
  return [
    el("h1", { class: "question" }, says),
    el("div", { class: "scores", role: "group", "aria-label": says }, ...buttons),
    el("p", { class: "ends" }, el("span", {}, `0: ${low}`), el("span", {}, `10: ${high}`)),
  ];
}
