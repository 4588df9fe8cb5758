/** "Why did it say that?": the skeleton at that moment, with the angle, its error and its limit. */

import { el, svg } from "../dom";
import type { Child } from "../dom";
import type { Moment } from "../../build/wire";
import { BONES, JOINTS, isSure } from "./body";
import type { Landmark } from "./body";

const HEIGHT = 300;
const MARGIN = 20;
const SCALE_WIDTH = 300;

export function drawWhy(moment: Moment, aspect: number): Child[] {
  return [
    el("h2", {}, "Why did it say that?"),
    el("p", {}, moment.says),
    skeleton(moment, aspect),
    el("p", { class: "measured" }, moment.why_says),
    scale(moment),
    el("p", { class: "facts" }, `Seen ${Math.floor(moment.at_s / 60)} min ${Math.round(moment.at_s % 60)} s into the session.`),
    el("button", { "data-close": "why", autofocus: true }, "Close"),
  ];
}

/** Mirrored, as the person saw it. */
function skeleton({ landmarks, marked, says }: Moment, aspect: number): SVGElement {
  const at = ([x, y]: Landmark): readonly [number, number] => [(1 - x) * HEIGHT * aspect, y * HEIGHT];
  const sure = landmarks.filter(isSure).map(at);
  const [xs, ys] = [sure.map(([x]) => x), sure.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const [width, height] = [Math.max(...xs) - left + MARGIN, Math.max(...ys) - top + MARGIN];
  const marks = new Set(marked);
  const bones = BONES.flatMap(([from, to]) => {
    const [a, b] = [landmarks[from], landmarks[to]];
    if (!isSure(a) || !isSure(b)) return [];
    const [[x1, y1], [x2, y2]] = [at(a), at(b)];
    return [svg("line", { x1, y1, x2, y2, class: marks.has(from) && marks.has(to) ? "bone marked" : "bone" })];
  });
  const joints = [...new Set([...JOINTS, ...marked])].flatMap((joint) => {
    const landmark = landmarks[joint];
    if (!isSure(landmark)) return [];
    const [cx, cy] = at(landmark);
    return [svg("circle", { cx, cy, r: marks.has(joint) ? 8 : 4, class: marks.has(joint) ? "joint marked" : "joint" })];
  });
  const box = sure.length === 0 ? "0 0 1 1" : `${left} ${top} ${width} ${height}`;
  return svg("svg", { viewBox: box, class: "moment", role: "img", "aria-label": `Skeleton: ${says}` }, ...bones, ...joints);
}

/** Value, twice its error to both sides, and limit on one line. */
function scale({ value, limit, error_sd: error, unit }: Moment): SVGElement {
  const reach = Math.max(Math.abs(value - limit) + 2 * error, 1e-6) * 1.4;
  const middle = (value + limit) / 2;
  const x = (number: number): number => SCALE_WIDTH / 2 + ((number - middle) / reach) * (SCALE_WIDTH / 2 - 40);
  const words = (number: number, y: number, says: string): SVGElement => svg("text", { x: x(number), y, "text-anchor": "middle" }, `${says} ${shown(number, unit)}`);
  return svg(
    "svg",
    { viewBox: `0 0 ${SCALE_WIDTH} 90`, class: "scale", "aria-hidden": "true" },
    svg("line", { x1: 10, y1: 45, x2: SCALE_WIDTH - 10, y2: 45, class: "axis" }),
    svg("line", { x1: x(value - 2 * error), y1: 45, x2: x(value + 2 * error), y2: 45, class: "error" }),
    svg("circle", { cx: x(value), cy: 45, r: 8, class: "value" }),
    svg("line", { x1: x(limit), y1: 28, x2: x(limit), y2: 62, class: "limit" }),
    words(value, 22, "you"),
    words(limit, 82, "limit"),
  );
}

function shown(number: number, unit: string): string {
  const digits = Math.abs(number) < 10 ? 2 : 0;
  return `${number.toFixed(digits)}${unit === "deg" || unit === "°" ? "°" : ` ${unit}`}`;
}
