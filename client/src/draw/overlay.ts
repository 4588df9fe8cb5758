/** The skeleton over the mirrored picture, with the cue's mark: a function of the last sight and cue. */

import { BONES, JOINTS, isSure } from "./body";
import type { Landmark } from "./body";
import { INK, MARKS, drawLabel } from "./label";
import type { Point } from "./label";
import type { CueShown, Mark } from "../../build/wire";

const LINE_PX = 4;
const JOINT_PX = 5;
const RING_PX = 30;
/** Sizes are those for a picture this wide; they shrink with it. */
const FULL_WIDTH_PX = 560;
const LEAST_SCALE = 0.6;
const BONE = "#f4f7f6";

/** Where a landmark falls on the canvas; mirrored, as the video is. */
type Place = (landmark: Landmark) => Point;

export function drawOverlay(canvas: HTMLCanvasElement, video: HTMLVideoElement, seen: readonly Landmark[], cue: CueShown | null): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const ratio = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (seen.length === 0 || video.videoWidth === 0) return;
  const place = placing(width, height, video.videoWidth / video.videoHeight);
  drawBones(context, seen, place, scaleFor(width));
  if (cue?.mark) drawMark(context, seen, place, cue.mark, width);
}

function scaleFor(width: number): number {
  return Math.max(LEAST_SCALE, Math.min(1, width / FULL_WIDTH_PX));
}

/** The picture is fitted whole into its box and mirrored. */
function placing(width: number, height: number, aspect: number): Place {
  const shownWidth = Math.min(width, height * aspect);
  const shownHeight = shownWidth / aspect;
  const [left, top] = [(width - shownWidth) / 2, (height - shownHeight) / 2];
  return ([x, y]) => [left + (1 - x) * shownWidth, top + y * shownHeight];
}

function drawBones(context: CanvasRenderingContext2D, seen: readonly Landmark[], place: Place, scale: number): void {
  context.lineCap = "round";
  for (const [widthPx, colour] of [[LINE_PX + 4, INK], [LINE_PX, BONE]] as const) {
    context.lineWidth = widthPx * scale;
    context.strokeStyle = colour;
    context.beginPath();
    for (const [from, to] of BONES) {
      const [a, b] = [seen[from], seen[to]];
      if (!isSure(a) || !isSure(b)) continue;
      context.moveTo(...place(a));
      context.lineTo(...place(b));
    }
    context.stroke();
  }
  context.fillStyle = BONE;
  for (const joint of JOINTS) {
    const landmark = seen[joint];
    if (!isSure(landmark)) continue;
    context.beginPath();
    context.arc(...place(landmark), JOINT_PX * scale, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawMark(context: CanvasRenderingContext2D, seen: readonly Landmark[], place: Place, mark: Mark, width: number): void {
  const places = mark.landmarks.flatMap((number) => {
    const landmark = seen[number];
    return landmark === undefined ? [] : [place(landmark)];
  });
  if (places.length === 0) return;
  const scale = scaleFor(width);
  drawLabel(context, mark, places, seen.filter(isSure).map(place));
  for (const [widthPx, colour] of [[10, INK], [6, MARKS[mark.shape]]] as const) {
    context.lineWidth = widthPx;
    context.strokeStyle = colour;
    for (const at of places) strokeShape(context, mark.shape, at, scale);
  }
}

function strokeShape(context: CanvasRenderingContext2D, shape: Mark["shape"], [x, y]: Point, scale: number): void {
  context.beginPath();
  if (shape === "ring") context.arc(x, y, RING_PX * scale, 0, 2 * Math.PI);
  else {
    context.moveTo(x - 20 * scale, y);
    context.lineTo(x - 5 * scale, y + 16 * scale);
    context.lineTo(x + 22 * scale, y - 18 * scale);
  }
  context.stroke();
}
