/** The words beside a mark, where they hide neither the body nor the mark. */

import type { Mark } from "../../build/wire";

export type Point = readonly [x: number, y: number];

export const INK = "#101418";
export const MARKS: Readonly<Record<Mark["shape"], string>> = { ring: "#ffb454", tick: "#7ee2a8" };
const SIZE_SHARE = 0.058;
const LEAST_PX = 16;
const MARGIN_PX = 10;
/** Between the words and the outermost joint: a ring has room there. */
const GAP_PX = 36;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly lines: readonly string[];
}

/** Draw the words beside the body, on the side with more room, and a line to the nearest mark. */
export function drawLabel(context: CanvasRenderingContext2D, mark: Mark, marked: readonly Point[], body: readonly Point[]): void {
  const ratio = window.devicePixelRatio;
  const [width, height] = [context.canvas.width / ratio, context.canvas.height / ratio];
  const sizePx = Math.max(LEAST_PX, SIZE_SHARE * height);
  context.font = `600 ${sizePx}px system-ui, sans-serif`;
  const { left, top, lines } = placed(context, mark.says, { width, height, sizePx, marked, body });
  const [boxWidth, boxHeight] = [widest(context, lines) + 2 * MARGIN_PX, lines.length * sizePx * 1.2 + MARGIN_PX];
  const nearest = nearestTo(left + boxWidth / 2, marked);
  context.strokeStyle = MARKS[mark.shape];
  context.lineWidth = 3;
  context.beginPath();
  context.moveTo(Math.max(left, Math.min(nearest[0], left + boxWidth)), Math.max(top, Math.min(nearest[1], top + boxHeight)));
  context.lineTo(...nearest);
  context.stroke();
  context.fillStyle = INK;
  context.beginPath();
  context.roundRect(left, top, boxWidth, boxHeight, 8);
  context.fill();
  context.fillStyle = MARKS[mark.shape];
  context.textBaseline = "top";
  lines.forEach((line, number) => context.fillText(line, left + MARGIN_PX, top + MARGIN_PX * 0.7 + number * sizePx * 1.2));
}

interface Room {
  readonly width: number;
  readonly height: number;
  readonly sizePx: number;
  readonly marked: readonly Point[];
  readonly body: readonly Point[];
}

function placed(context: CanvasRenderingContext2D, says: string, { width, height, sizePx, marked, body }: Room): Box {
  const xs = [...body, ...marked].map(([x]) => x);
  const [bodyLeft, bodyRight] = [Math.min(...xs) - GAP_PX, Math.max(...xs) + GAP_PX];
  const isRight = width - bodyRight >= bodyLeft;
  const room = (isRight ? width - bodyRight : bodyLeft) - 3 * MARGIN_PX;
  const isBeside = room >= widest(context, says.split(" "));
  const lines = wrapped(context, says, isBeside ? room : width - 4 * MARGIN_PX);
  const [textWidth, textHeight] = [widest(context, lines) + 2 * MARGIN_PX, lines.length * sizePx * 1.2 + MARGIN_PX];
  const middle = marked.reduce((sum, [, y]) => sum + y, 0) / marked.length;
  if (!isBeside) return { left: (width - textWidth) / 2, top: middle > height / 2 ? MARGIN_PX : height - textHeight - MARGIN_PX, lines };
  const left = isRight ? Math.min(bodyRight, width - textWidth - MARGIN_PX) : Math.max(MARGIN_PX, bodyLeft - textWidth);
  return { left, top: Math.max(MARGIN_PX, Math.min(middle - textHeight / 2, height - textHeight - MARGIN_PX)), lines };
}

function widest(context: CanvasRenderingContext2D, lines: readonly string[]): number {
  return Math.max(...lines.map((line) => context.measureText(line).width));
}

function wrapped(context: CanvasRenderingContext2D, says: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of says.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function nearestTo(x: number, points: readonly Point[]): Point {
  return points.reduce((best, each) => (Math.abs(each[0] - x) < Math.abs(best[0] - x) ? each : best));
}
