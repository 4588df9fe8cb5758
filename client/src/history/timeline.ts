/** One line of time with posture, breaks, exercises and pain: many days by their sums, and one day whole. */

import { el, show, svg } from "../dom";
import type { Child } from "../dom";
import type { DaySpan, DayView, HistoryView, TimelineDay } from "../../build/wire";
import { askDay } from "./asking";
import { section, tableBeside } from "./tables";
import { dayWords, hourWords, minuteWords, ratingWords } from "./words";

const LEFT_PX = 104;
const LEAST_COLUMN_PX = 26;
const BAR_PX = 110;
const MOST_HOURS = 12;
const LANE_PX = 34;
const TEXT_DOWN_PX = 5;
/** A stretch narrower than this has no room for a word. */
const WORD_FROM_PX = 74;
/** Dates and ratings stand at least this far apart. */
const DATE_PX = 84;
const RATING_PX = 14;

export class Timeline {
  private readonly whole = el("div", { class: "many" });
  private readonly day = el("div", { class: "one", "aria-live": "polite" });
  private shown = "";
  private view: DayView | null = null;

  constructor(private readonly days: readonly TimelineDay[], private readonly width: () => number, private readonly failed: (says: string) => void) {}

  draw(history: HistoryView): HTMLElement | null {
    const last = this.days.at(-1);
    if (last === undefined) return null;
    const rows = [...history.timeline].reverse().map((each) => [
      dayWords(each.day),
      each.states.map(({ says, minutes }) => `${says} ${minuteWords(minutes)}`).join(", ") || "–",
      each.changes_per_h === null ? "–" : each.changes_per_h.toFixed(1),
      `${each.breaks_taken} of ${each.breaks_taken + each.breaks_declined}`,
      each.exercise_minutes > 0 ? minuteWords(each.exercise_minutes) : "–",
      ratingWords(each.pain),
    ]);
    this.again();
    window.addEventListener("resize", () => this.again());
    this.choose(last.day);
    return section(
      "timeline",
      "Posture, breaks, exercises and pain",
      this.whole,
      tableBeside("Day by day", ["Day", "Posture", "Changes an hour", "Breaks taken", "Exercises", "Pain"], rows),
      this.day,
    );
  }

  private again(): void {
    const fits = Math.max(1, Math.floor((this.width() - LEFT_PX) / LEAST_COLUMN_PX));
    const days = this.days.slice(-fits);
    show(this.whole, many(days, this.width()), keyOf(days));
    if (this.view !== null) this.drawDay(this.view);
  }

  private choose(day: string): void {
    this.shown = day;
    askDay(day).then((view) => this.drawDay(view), (error: Error) => this.failed(error.message));
  }

  private drawDay(view: DayView): void {
    if (view.day !== this.shown) return;
    this.view = view;
    const at = this.days.findIndex(({ day }) => day === view.day);
    const [before, after] = [this.days[at - 1], this.days[at + 1]];
    this.day.replaceChildren(
      el("h3", {}, dayWords(view.day)),
      el("p", { class: "choices" }, this.button("Day before", before), this.button("Day after", after)),
      lanes(view, this.width()),
      tableBeside(`${dayWords(view.day)}, hour by hour`, ["From", "To", "What"], rowsOf(view)),
    );
  }

  private button(label: string, day: TimelineDay | undefined): HTMLElement {
    const button = el("button", { disabled: day === undefined }, label);
    if (day !== undefined)
      button.addEventListener("click", () => {
        this.choose(day.day);
      });
    return button;
  }
}

/** Watched time as a stack of postures, with what else there was below it. */
function many(days: readonly TimelineDay[], width: number): SVGElement {
  const step = (width - LEFT_PX) / days.length;
  const rows = ["breaks", "exercise, min", "pain"];
  const height = BAR_PX + rows.length * LANE_PX + 24;
  const parts: Child[] = [label(0, BAR_PX / 2, "posture"), label(0, 14, `${MOST_HOURS} h`)];
  rows.forEach((name, row) => parts.push(label(0, BAR_PX + (row + 0.5) * LANE_PX + TEXT_DOWN_PX, name)));
  const every = Math.max(1, Math.ceil(DATE_PX / step));
  days.forEach((day, at) => {
    const x = LEFT_PX + at * step;
    parts.push(...stack(day, x, step));
    const marks = [day.breaks_taken > 0 ? String(day.breaks_taken) : "", day.exercise_minutes > 0 ? String(Math.round(day.exercise_minutes)) : "", day.pain === null ? "" : String(day.pain)];
    marks.forEach((text, row) => {
      if (text !== "") parts.push(svg("text", { x: x + step / 2, y: BAR_PX + (row + 0.5) * LANE_PX + TEXT_DOWN_PX, "text-anchor": "middle", class: "mark" }, text));
    });
    const name = new Date(`${day.day}T12:00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "short" });
    if ((days.length - 1 - at) % every === 0) parts.push(svg("text", { x: x + step / 2, y: height - 4, "text-anchor": at === days.length - 1 && days.length > 1 ? "end" : "middle" }, name));
  });
  const says = "Hours of posture, breaks taken, minutes of exercise and pain, day by day; the table says the same.";
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": says }, ...parts);
}

function stack(day: TimelineDay, x: number, step: number): SVGElement[] {
  const scale = BAR_PX / (MOST_HOURS * 60);
  let y = BAR_PX;
  return day.states.map(({ name, says, minutes }) => {
    const tall = Math.min(y, minutes * scale);
    y -= tall;
    const bar = svg("rect", { x: x + 2, y, width: Math.max(2, step - 4), height: tall, class: `state ${name}` });
    bar.append(svg("title", {}, `${dayWords(day.day)}: ${says} ${minuteWords(minutes)}`));
    return bar;
  });
}

/** Which colour is which posture. */
function keyOf(days: readonly TimelineDay[]): HTMLElement {
  const names = new Map(days.flatMap(({ states }) => states.map(({ name, says }) => [name, says] as const)));
  const samples = [...names].map(([name, says]) => el("span", {}, svg("svg", { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" }, svg("rect", { width: 14, height: 14, rx: 3, class: `state ${name}` })), ` ${says}`));
  return el("p", { class: "key" }, ...samples);
}

/** The hours of one day, a lane a kind. */
function lanes(view: DayView, width: number): SVGElement {
  const hours = [...view.spans.flatMap(({ from_h: from, to_h: to }) => [from, to]), ...view.marks.map(({ at_h: at }) => at)];
  const [first, last] = [Math.floor(Math.min(...hours, 24)), Math.ceil(Math.max(...hours, 0))];
  const [from, to] = first < last ? [first, last] : [0, 24];
  const x = (hour: number): number => LEFT_PX + ((hour - from) / (to - from)) * (width - LEFT_PX - 12);
  const kinds = ["posture", "break", "exercise", "pain"];
  const middle = (kind: string): number => (kinds.indexOf(kind) + 0.5) * LANE_PX;
  const height = kinds.length * LANE_PX + 22;
  const every = Math.max(1, Math.ceil(((to - from) * 46) / (width - LEFT_PX)));
  const parts: Child[] = kinds.map((kind) => label(0, middle(kind) + TEXT_DOWN_PX, kind === "break" ? "breaks" : kind === "exercise" ? "exercises" : kind));
  for (let hour = from; hour <= to; hour += every) {
    parts.push(svg("line", { x1: x(hour), x2: x(hour), y1: 0, y2: height - 20, class: "hour" }));
    parts.push(svg("text", { x: x(hour), y: height - 4, "text-anchor": "middle" }, String(hour)));
  }
  parts.push(...view.spans.flatMap((span) => stretch(span, x, middle(span.kind))));
  let ratedX = -RATING_PX;
  for (const { kind, says, at_h: at, value } of view.marks) {
    const markX = value === null ? x(at) : Math.max(x(at), ratedX + RATING_PX);
    if (value !== null) ratedX = markX;
    const mark = value === null ? svg("circle", { cx: markX, cy: middle(kind), r: 7, class: "break" }) : svg("text", { x: markX, y: middle(kind) + TEXT_DOWN_PX, "text-anchor": "middle", class: "mark pain" }, String(value));
    mark.append(svg("title", {}, `${hourWords(at)}: ${says}`));
    parts.push(mark);
  }
  const says = `${dayWords(view.day)}, from ${from} to ${to} o'clock; the table says the same.`;
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": says }, ...parts);
}

function stretch({ kind, name, says, from_h: from, to_h: to }: DaySpan, x: (hour: number) => number, middle: number): SVGElement[] {
  const width = Math.max(3, x(to) - x(from) - 1);
  const box = svg("rect", { x: x(from), y: middle - 12, width, height: 24, rx: 3, class: kind === "posture" ? `state ${name}` : "exercise" });
  box.append(svg("title", {}, `${hourWords(from)} to ${hourWords(to)}: ${says}`));
  const word = says.split(" ").at(-1) ?? "";
  return kind === "posture" && width >= WORD_FROM_PX ? [box, svg("text", { x: x(from) + width / 2, y: middle + TEXT_DOWN_PX, "text-anchor": "middle", class: `word ${name}` }, word)] : [box];
}

function rowsOf(view: DayView): string[][] {
  const spans = view.spans.map(({ from_h: from, to_h: to, says }) => ({ from, row: [hourWords(from), hourWords(to), says] }));
  const marks = view.marks.map(({ at_h: at, says }) => ({ from: at, row: [hourWords(at), "", says] }));
  return [...spans, ...marks].sort((a, b) => a.from - b.from).map(({ row }) => row);
}

function label(x: number, y: number, text: string): SVGElement {
  return svg("text", { x, y, class: "lane" }, text);
}
