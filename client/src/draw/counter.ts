/** The main figure, large enough for three metres. */

import { el, svg } from "../dom";
import type { Child } from "../dom";
import type { Counter } from "../../build/wire";

const RING_RADIUS = 56;
const RING_LENGTH = 2 * Math.PI * RING_RADIUS;

/** The number that stands large: repetitions done, or seconds left. */
export function figureOf({ kind, value }: Counter): number {
  return kind === "repetitions" ? Math.round(value) : Math.ceil(value);
}

export function drawCounter(counter: Counter): Child {
  const { kind, value, target, is_running: isRunning, says } = counter;
  const isCount = kind === "repetitions";
  const figure = figureOf(counter);
  const done = target > 0 ? Math.min(1, isCount ? value / target : 1 - value / target) : 0;
  const name = `counter ${kind}${isRunning || isCount ? "" : " still"}`;
  return el(
    "div",
    { class: name, role: "timer", "aria-label": says },
    kind === "countdown" ? null : ring(done),
    el("span", { class: figure >= 10 ? "figure is-wide" : "figure" }, String(figure)),
    kind === "countdown" ? null : el("span", { class: "said" }, says),
  );
}

function ring(done: number): SVGElement {
  const round = { cx: 60, cy: 60, r: RING_RADIUS };
  return svg(
    "svg",
    { viewBox: "0 0 120 120", class: "ring", "aria-hidden": "true" },
    svg("circle", { ...round, class: "whole" }),
    svg("circle", { ...round, class: "done", "stroke-dasharray": `${(done * RING_LENGTH).toFixed(1)} ${RING_LENGTH.toFixed(1)}` }),
  );
}
