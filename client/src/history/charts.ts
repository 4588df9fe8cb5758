/** Plots of values over time, in the page's own colours; uPlot draws them. */

import uPlot from "uplot";
import { el } from "../dom";

const HEIGHT_PX = 220;
const FONT = "14px system-ui, sans-serif";
const BAR_PX = 2;
const DOT_PX = 7;
/** A year of sessions gets smaller dots and thinner bars. */
const MANY = 80;
const SMALL = 0.5;
const SPARE_SHARE = 0.08;
/** A lone day gets this much to both sides. */
const DAY_S = 86400;

/** Names of the page's colours, which know dark from light. */
export type Colour = "--accent" | "--warn" | "--soft" | "--ink";

export interface Line {
  readonly label: string;
  readonly colour: Colour;
  readonly dash?: readonly number[];
  readonly values: readonly (number | null)[];
  readonly isJoined: boolean;
}

export interface Chart {
  readonly says: string;
  readonly times: readonly string[];
  readonly lines: readonly Line[];
  readonly bars: readonly (readonly [low: number, high: number])[];
  readonly target: number | null;
  readonly span: readonly [low: number, high: number] | null;
  readonly unit: string;
}

/** Draws charts, and draws them again when the page changes size or the room gets dark. */
export class Charts {
  private readonly drawn: { readonly place: HTMLElement; readonly chart: Chart; plot: uPlot }[] = [];

  begin(): void {
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => this.again());
    window.addEventListener("resize", () => this.resize());
  }

  /** A place that a chart will be drawn in once it is on the page. */
  place(chart: Chart): HTMLElement {
    const place = el("div", { class: "plot", role: "img", "aria-label": chart.says });
    requestAnimationFrame(() => this.drawn.push({ place, chart, plot: draw(place, chart) }));
    return place;
  }

  private again(): void {
    for (const each of this.drawn) {
      each.plot.destroy();
      each.plot = draw(each.place, each.chart);
    }
  }

  private resize(): void {
    for (const { place, plot } of this.drawn) plot.setSize({ width: place.clientWidth, height: HEIGHT_PX });
  }
}

function draw(place: HTMLElement, chart: Chart): uPlot {
  const times = chart.times.map((at) => new Date(at).getTime() / 1000);
  const ink = colour("--soft");
  const axis: uPlot.Axis = { stroke: ink, font: FONT, grid: { stroke: colour("--line"), width: 0.5 }, ticks: { show: false } };
  const options: uPlot.Options = {
    width: place.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true, range: (_, low, high) => withRoom(low, high) }, y: { range: () => heights(chart) } },
    axes: [{ ...axis, values: days }, { ...axis, size: 54, values: (_, values) => values.map((value) => shown(value, chart.unit)) }],
    series: [{}, ...chart.lines.map((each) => line(each, sizeOf(chart)))],
    hooks: { drawAxes: [(plot) => drawBars(plot, chart)] },
  };
  return new uPlot(options, [times, ...chart.lines.map((each) => [...each.values])] as uPlot.AlignedData, place);
}

function sizeOf({ times }: Chart): number {
  return times.length > MANY ? SMALL : 1;
}

function line({ label, colour: name, dash, isJoined }: Line, size: number): uPlot.Series {
  const stroke = colour(name);
  return {
    label,
    stroke,
    width: isJoined ? 2 : 0,
    spanGaps: true,
    points: { show: true, size: DOT_PX * size, fill: stroke, stroke },
    ...(dash === undefined ? {} : { dash: [...dash] }),
  };
}

/** Error bars and the dashed line of what was asked for; below the points. */
function drawBars(plot: uPlot, chart: Chart): void {
  const { bars, target } = chart;
  const { ctx } = plot;
  const times = plot.data[0];
  ctx.save();
  ctx.strokeStyle = colour("--soft");
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = BAR_PX * sizeOf(chart) * devicePixelRatio;
  ctx.beginPath();
  bars.forEach(([low, high], at) => {
    const x = plot.valToPos(times[at] ?? 0, "x", true);
    ctx.moveTo(x, plot.valToPos(low, "y", true));
    ctx.lineTo(x, plot.valToPos(high, "y", true));
  });
  ctx.stroke();
  if (target !== null) {
    const y = plot.valToPos(target, "y", true);
    ctx.globalAlpha = 1;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(plot.bbox.left, y);
    ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

function heights({ bars, lines, target, span }: Chart): [number, number] {
  if (span !== null) return [span[0], span[1]];
  const values = [...bars.flat(), ...lines.flatMap(({ values: all }) => all.filter((each) => each !== null)), ...(target === null ? [] : [target])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spare = Math.max((high - low) * SPARE_SHARE, 0.5);
  return [low - spare, high + spare];
}

function withRoom(low: number, high: number): [number, number] {
  const spare = Math.max((high - low) * 0.03, DAY_S / 2);
  return [low - spare, high + spare];
}

function days(_: uPlot, times: number[]): string[] {
  const words = times.map((time) => new Date(time * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "short" }));
  return words.map((each, at) => (each === words[at - 1] ? "" : each));
}

function shown(value: number, unit: string): string {
  return unit === "deg" ? `${value}°` : unit === "s" ? `${value} s` : String(value);
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
