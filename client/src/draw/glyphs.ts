/** Signs that say by shape what colour says too. */

import { svg } from "../dom";
import type { Arrow, Verdict } from "../../build/wire";

const ARROWS: Readonly<Record<Arrow, string>> = {
  none: "",
  step_back: "M12 4v11m-5-5 5 5 5-5M4 20h16",
  step_nearer: "M12 20V9m-5 5 5-5 5 5M4 4h16",
  left: "M20 12H4m6-6-6 6 6 6",
  right: "M4 12h16m-6-6 6 6-6 6",
  camera_up: "M12 20V4m-6 6 6-6 6 6",
  camera_down: "M12 4v16m-6-6 6 6 6-6",
  turn_left: "M20 18c0-7-5-10-14-10m5-5L6 8l5 5",
  turn_right: "M4 18c0-7 5-10 14-10m-5-5 5 5-5 5",
  light: "M12 3v3m0 12v3M3 12h3m12 0h3M6 6l2 2m8 8 2 2M18 6l-2 2m-8 8-2 2M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
};
const VERDICTS: Readonly<Record<Verdict, string>> = {
  met: "M4 13l5 5L20 6",
  not_met: "M5 5l14 14M19 5 5 19",
  not_visible: "M3 12c5-7 13-7 18 0-5 7-13 7-18 0zM4 4l16 16",
  ask: "M8 9a4 4 0 1 1 5 4c-1 .4-1 1-1 2m0 4v.5",
};
const TICK = VERDICTS.met;
const PAUSE = "M8 4v16M16 4v16";

export const arrow = (which: Arrow): SVGElement => glyph(ARROWS[which], "arrow");
export const verdictSign = (which: Verdict): SVGElement => glyph(VERDICTS[which], `sign ${which}`);
export const tick = (): SVGElement => glyph(TICK, "sign met");
export const cross = (): SVGElement => glyph(VERDICTS.not_met, "sign not_met");
export const pauseSign = (): SVGElement => glyph(PAUSE, "sign");

function glyph(path: string, name: string): SVGElement {
  return svg("svg", { viewBox: "0 0 24 24", class: name, "aria-hidden": "true" }, svg("path", { d: path }));
}
