/** Signs that say by shape what colour says too. */

import { svg } from "../dom";
import type { Arrow, Verdict } from "../../build/wire";

/** A camera on its stand, seen from the side, looking to the right; 14 wide. */
const CAMERA = "M2 11h8v7H2zM10 13l4-2v7l-4-2M6 18v12M2 30h8";
const CAMERA_BODY = "M15 13h12v9H15zM27 16l6-3v9l-6-3";
/** Somebody who stands, `x` being the middle. */
const standing = (x: number): string => `M${x} 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM${x} 10v11M${x - 4} 15h8M${x} 21l-3 9M${x} 21l3 9`;
const ARROWS: Readonly<Record<Arrow, string>> = {
  none: "",
  step_back: `${CAMERA}${standing(24)}M31 16h13m-5-5 5 5-5 5`,
  step_nearer: `${CAMERA}${standing(41)}M34 16H21m5-5-5 5 5 5`,
  left: `${standing(33)}M24 16H7m6-6-6 6 6 6`,
  right: `${standing(15)}M24 16h17m-6-6 6 6-6 6`,
  camera_up: `${CAMERA_BODY}M41 26V6m-5 5 5-5 5 5M21 22v8M15 30h12`,
  camera_down: `${CAMERA_BODY}M41 6v20m-5-5 5 5 5-5M21 22v8M15 30h12`,
  turn_left: `${standing(24)}M36 14c3 6-4 10-12 10-7 0-12-3-13-7m-4 4 4-4 5 3`,
  turn_right: `${standing(24)}M12 14c-3 6 4 10 12 10 7 0 12-3 13-7m4 4-4-4-5 3`,
  light: "M24 3v4M24 25v4M11 16h4M33 16h4M15 7l3 3M30 22l3 3M33 7l-3 3M18 22l-3 3M24 11a5 5 0 1 1 0 10 5 5 0 0 1 0-10z",
};
const VERDICTS: Readonly<Record<Verdict, string>> = {
  met: "M4 13l5 5L20 6",
  not_met: "M5 5l14 14M19 5 5 19",
  not_visible: "M3 12c5-7 13-7 18 0-5 7-13 7-18 0zM4 4l16 16",
  ask: "M8 9a4 4 0 1 1 5 4c-1 .4-1 1-1 2m0 4v.5",
};
const TICK = VERDICTS.met;
const PAUSE = "M8 4v16M16 4v16";
/** The shape that marks the place on the skeleton. */
const RING = "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z";

export const arrow = (which: Arrow): SVGElement | null => (which === "none" ? null : glyph(ARROWS[which], "arrow", "0 0 48 32"));
export const verdictSign = (which: Verdict): SVGElement => glyph(VERDICTS[which], `sign ${which}`);
export const tick = (): SVGElement => glyph(TICK, "sign met");
export const cross = (): SVGElement => glyph(VERDICTS.not_met, "sign not_met");
export const ring = (): SVGElement => glyph(RING, "sign fix");
export const pauseSign = (): SVGElement => glyph(PAUSE, "sign");

function glyph(path: string, name: string, viewBox = "0 0 24 24"): SVGElement {
  return svg("svg", { viewBox, class: name, "aria-hidden": "true" }, svg("path", { d: path }));
}
