/** Days with practice as a calendar of weeks, Mondays on top; a day without one is simply empty. */

import { el, svg } from "../dom";
import type { Child } from "../dom";
import type { HistoryDay, HistoryView } from "../../build/wire";
import { section, tableBeside } from "./tables";
import { dayWords, minuteWords } from "./words";

const CELL_PX = 18;
const GAP_PX = 3;
const LEFT_PX = 36;
const TOP_PX = 20;
const MOST_WEEKS = 53;
const WHOLE_FROM = 0.9;
const WEEKDAYS = ["Mon", "", "Wed", "", "Fri", "", "Sun"] as const;
const DAY_MS = 86400000;

export function drawCalendar({ days, weeks, amounts, balance, today }: HistoryView, width: number): HTMLElement {
  const rows = [...days].reverse().map((day) => [dayWords(day.day), `${Math.round(day.done_fraction * 100)} %`, minuteWords(day.minutes), day.exercises.join(", ")]);
  return section(
    "calendar",
    "Calendar",
    el("div", { class: "calendar" }, picture(days, today, Math.max(1, Math.floor((width - LEFT_PX) / (CELL_PX + GAP_PX))))),
    el("p", { class: "key" }, sample("whole"), " a whole session ", sample("part"), " part of one"),
    tableBeside("Days with practice", ["Day", "Done", "Time", "Exercises"], rows),
    el("h3", {}, "Prescribed against done"),
    el("ul", { class: "amounts" }, ...amounts.map(({ title, done_fraction: done, sessions }) => amount(title, done, sessions))),
    weeks.length === 0 ? null : tableBeside("Weeks", ["Week from", "Days done", "Days planned"], weeksOf(weeks)),
    balance === "" ? null : el("p", {}, balance),
  );
}

function weeksOf(weeks: HistoryView["weeks"]): string[][] {
  return [...weeks].reverse().map((week) => [dayWords(week.began), String(week.days_done), String(week.days_planned)]);
}

function amount(title: string, done: number, sessions: number): HTMLElement {
  const percent = Math.round(done * 100);
  return el(
    "li",
    {},
    el("span", {}, title),
    el("progress", { max: 100, value: percent, "aria-label": `${title}: ${percent} % of what was asked for` }),
    el("span", {}, `${percent} % in ${sessions} ${sessions === 1 ? "session" : "sessions"}`),
  );
}

function sample(kind: string): SVGElement {
  return svg("svg", { viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" }, cell(0, 0, kind));
}

function picture(days: readonly HistoryDay[], today: string, fits: number): SVGElement {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const first = days[0]?.day ?? today;
  const last = monday(today);
  const since = Math.round((last.getTime() - monday(first).getTime()) / (7 * DAY_MS)) + 1;
  const columns = Math.max(1, Math.min(MOST_WEEKS, fits, since));
  const cells: Child[] = [];
  let month = "";
  for (let column = 0; column < columns; column += 1) {
    const start = new Date(last.getTime() - (columns - 1 - column) * 7 * DAY_MS);
    const x = LEFT_PX + column * (CELL_PX + GAP_PX);
    const name = start.toLocaleDateString("en-GB", { month: "short", timeZone: "UTC" });
    if (name !== month && column < columns - 1) cells.push(svg("text", { x, y: 13 }, name));
    month = name;
    for (let row = 0; row < 7; row += 1) {
      const key = new Date(start.getTime() + row * DAY_MS).toISOString().slice(0, 10);
      if (key <= today) cells.push(cell(x, TOP_PX + row * (CELL_PX + GAP_PX), kindOf(byDay.get(key)), titleOf(key, byDay.get(key))));
    }
  }
  const names = WEEKDAYS.map((name, row) => svg("text", { x: 0, y: TOP_PX + row * (CELL_PX + GAP_PX) + 14 }, name));
  const [width, height] = [LEFT_PX + columns * (CELL_PX + GAP_PX), TOP_PX + 7 * (CELL_PX + GAP_PX)];
  const says = `${days.length} days with practice since ${dayWords(first)}; the table says which.`;
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": says }, ...names, ...cells);
}

/** The Monday of a day's week, as midnight UTC: only days are counted here. */
function monday(day: string): Date {
  const at = new Date(`${day}T00:00:00Z`);
  return new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS);
}

function kindOf(day: HistoryDay | undefined): string {
  if (day === undefined) return "none";
  return day.done_fraction >= WHOLE_FROM ? "whole" : "part";
}

function titleOf(key: string, day: HistoryDay | undefined): string {
  return day === undefined ? dayWords(key) : `${dayWords(key)}: ${Math.round(day.done_fraction * 100)} % done, ${minuteWords(day.minutes)}`;
}

function cell(x: number, y: number, kind: string, title = ""): SVGElement {
  const box = svg("rect", { x: x + 1, y: y + 1, width: CELL_PX - 2, height: CELL_PX - 2, rx: 3, class: `day ${kind}` });
  if (title !== "") box.append(svg("title", {}, title));
  return box;
}
