/** The watch's page as a function of its model. */

import { el } from "../dom";
import type { Child } from "../dom";
import type { WatchLoad, WatchOffer, WatchUpdate, WatchWelcome } from "../../build/wire";
import type { WatchModel } from "./model";
import { drawPreferences } from "./preferences";

const MINUTE_S = 60;
const TROUBLE: Readonly<Record<string, string>> = {
  denied: "The browser may not use the camera. Allow it beside the address, then start again.",
  missing: "No camera was found. Connect one, then start again.",
  in_use: "Another program uses the camera. Close it, then start again.",
  unplugged: "The camera is gone. Connect it, then start again.",
};
const MOVES: ReadonlySet<string> = new Set(["stand", "sit", "walk"]);
const PROMISE =
  "A few pictures a second go to the program on this computer, are looked at and forgotten. Nothing leaves this machine.";
const DEMO = "Demonstration: a recorded clip plays as the camera, and nothing of it is remembered.";

interface Drawn {
  readonly title: string;
  readonly now: Child[];
  readonly choices: Child[];
  readonly preferences: Child[];
}

export function drawWatch(model: WatchModel): Drawn {
  const { update } = model;
  const demo = model.isDemo ? el("p", { class: "demonstration" }, DEMO) : null;
  if (model.farewell !== "") return { title: "Backstay", now: [el("p", { class: "notice", role: "alert" }, model.farewell)], choices: [], preferences: [] };
  const trouble = TROUBLE[model.camera] ?? "";
  const notice = trouble === "" ? null : el("p", { class: "trouble", role: "alert" }, trouble);
  if (!model.isStarted || update === null) {
    const wait = model.isStarted && trouble === "" ? el("p", { class: "notice" }, "Looking for the program on this machine…") : null;
    return { title: "Watch · Backstay", now: [demo, notice, wait, ...beginning()], choices: [startButton()], preferences: [] };
  }
  return {
    title: titleOf(update),
    now: [demo, notice, linkNotice(model), ...running(update, model.welcome)],
    choices: [...choices(update), trouble === "" ? null : startButton(), noticesButton(model)],
    preferences: drawPreferences(update.preferences, model.place),
  };
}

function beginning(): Child[] {
  return [
    el("p", { class: "lead" }, "Every posture is allowed. What gets offered is a change, when there has been none for a while."),
    el("p", {}, PROMISE),
  ];
}

function startButton(): Child {
  return el("button", { "data-action": "start", class: "main" }, "Start watching");
}

function titleOf({ offer, unchanged_s: unchangedS }: WatchUpdate): string {
  if (offer !== null) return `${offer.title} · Backstay`;
  return unchangedS === null ? "Watch · Backstay" : `${minutesOf(unchangedS)} min · Backstay`;
}

function linkNotice({ isLinked }: WatchModel): Child {
  return isLinked ? null : el("p", { class: "trouble", role: "alert" }, "The program on this machine does not answer. Start it again; this page goes on by itself.");
}

function running(update: WatchUpdate, welcome: WatchWelcome | null): Child[] {
  if (update.stage === "calibrating") return [calibrating(update)];
  return [
    update.offer === null ? null : offered(update.offer),
    figures(update),
    el("p", { class: "state", role: "status" }, update.says),
    update.remark === "" ? null : el("p", { class: "notice" }, update.remark),
    update.load === null || welcome === null ? null : loaded(update.load, welcome),
  ];
}

function calibrating({ instruction, left_s: leftS }: WatchUpdate): Child {
  return el(
    "section",
    { class: "setting-up", role: "status" },
    el("p", { class: "lead" }, instruction),
    el("p", { class: "figure" }, String(Math.ceil(leftS ?? 0)), el("small", {}, " s")),
  );
}

function offered({ offer, title, says }: WatchOffer): Child {
  return el(
    "section",
    { class: "offer", role: "alert" },
    el("h2", {}, title),
    el("p", {}, says),
    el(
      "div",
      { class: "answers" },
      el("button", { "data-choice": "take", class: "main" }, "Done"),
      el("button", { "data-choice": "another" }, "Something else"),
      el("button", { "data-choice": "snooze" }, "In 10 minutes"),
      el("button", { "data-choice": "decline" }, "Not now"),
    ),
    MOVES.has(offer) ? null : el("p", { class: "way" }, el("a", { href: "/", target: "_blank" }, "Practise it with the coach"), ", in another tab."),
  );
}

function figures({ changes_per_hour: changes, unchanged_s: unchangedS }: WatchUpdate): Child {
  return el(
    "div",
    { class: "figures" },
    figure(changes === null ? "–" : String(Math.round(changes)), changes === null ? "changes an hour, after ten minutes" : "changes an hour", "changes"),
    figure(unchangedS === null ? "–" : String(minutesOf(unchangedS)), "minutes without a change", "minutes"),
  );
}

function figure(value: string, says: string, name: string): Child {
  return el("div", { "data-figure": name }, el("p", { class: "figure" }, value), el("p", {}, says));
}

function loaded({ neck, low_back: lowBack }: WatchLoad, welcome: WatchWelcome): Child {
  const parts = [neck === "" ? "" : `Neck: ${neck}`, lowBack === "" ? "" : `Low back: ${lowBack}`].filter((each) => each !== "");
  return el(
    "details",
    { class: "load" },
    el("summary", {}, `Load compared with your own upright. ${parts.join(". ")}.`),
    el("p", {}, welcome.what_load_is),
    el("ul", {}, ...welcome.load_sources.map((source) => el("li", {}, source))),
  );
}

function choices({ stage, is_sitting_set_up: sits, is_standing_set_up: stands }: WatchUpdate): Child[] {
  if (stage === "calibrating") return [choice("let_go", "Let the camera go")];
  if (stage === "on_battery") return [choice("let_go", "Let the camera go")];
  if (stage === "let_go" || stage === "paused") return [choice("resume", "Watch again", true)];
  return [
    choice("calibrate_sitting", sits ? "Set up sitting again" : "Set up sitting (15 s)"),
    choice("calibrate_standing", stands ? "Set up standing again" : "Set up standing (15 s)"),
    choice("pause", "Pause"),
    choice("let_go", "Let the camera go"),
  ];
}

function choice(name: string, label: string, isMain = false): Child {
  return el("button", { "data-choice": name, class: isMain ? "main" : null }, label);
}

function noticesButton({ canAskForNotices }: WatchModel): Child {
  return canAskForNotices ? el("button", { "data-action": "notices" }, "Also show a small notice") : null;
}

function minutesOf(seconds: number): number {
  return Math.floor(seconds / MINUTE_S);
}
