/** Pain and effort, ranges, steadiness, held seconds, corrections and own activities. */

import { el } from "../dom";
import type { HistorySeries, HistoryView } from "../../build/wire";
import type { Charts, Colour, Line } from "./charts";
import { section, table, tableBeside } from "./tables";
import { momentWords, ratingWords, valueWords } from "./words";

const HEADS: Readonly<Record<string, string>> = { range: "Range", held: "Held seconds", steadiness: "Steadiness" };
const INTROS: Readonly<Record<string, string>> = {
  range: "Each point is the middle of one session's repetitions; bars are 95 % of its error.",
  held: "Each point is the middle of one session's holds; the dashed line is what was asked for.",
  steadiness: "How far repetitions differ within a session: less is steadier.",
};

export function drawRatings({ ratings, facts }: HistoryView, charts: Charts): HTMLElement | null {
  const rated = ratings.filter((each) => each.pain_before !== null || each.pain_after !== null || each.effort !== null || each.pain_next_morning !== null);
  if (rated.length === 0) return null;
  const lines: Line[] = [
    { label: "pain before", colour: "--soft", dash: [6, 4], values: rated.map((each) => each.pain_before), isJoined: true },
    { label: "pain after", colour: "--accent", values: rated.map((each) => each.pain_after), isJoined: true },
    { label: "effort", colour: "--warn", dash: [2, 4], values: rated.map((each) => each.effort), isJoined: true },
  ];
  const says = facts.find((fact) => fact.startsWith("Pain")) ?? "";
  const place = charts.place({ says: `Pain and effort, 0 to 10. ${says}`, times: rated.map(({ at }) => at), lines, bars: [], target: null, span: [-0.5, 10.5], unit: "of_10" });
  const rows = [...rated].reverse().map((each) => [momentWords(each.at), ...[each.pain_before, each.pain_after, each.pain_next_morning, each.effort].map(ratingWords)]);
  return section(
    "ratings",
    "Pain and effort",
    el("p", { class: "says" }, says),
    place,
    el("p", { class: "key" }, ...lines.map(({ label, colour }) => el("span", { class: `line ${name(colour)}` }, label))),
    tableBeside("Pain and effort, 0 to 10", ["Session", "Pain before", "Pain after", "Next morning", "Effort"], rows),
  );
}

function name(colour: Colour): string {
  return colour.slice(2);
}

/** One section a kind, one plot a series. */
export function drawSeries({ series }: HistoryView, charts: Charts): HTMLElement[] {
  return Object.entries(HEADS).flatMap(([kind, head]) => {
    const there = series.filter((each) => each.kind === kind);
    if (there.length === 0) return [];
    return [section(kind, head, el("p", { class: "soft" }, INTROS[kind] ?? ""), el("div", { class: "plots" }, ...there.map((each) => one(each, charts))))];
  });
}

function one(series: HistorySeries, charts: Charts): HTMLElement {
  const { id, title, says, unit, target, points, is_marked: isMarked } = series;
  const place = charts.place({
    says: `${title}: ${says}`,
    times: points.map(({ at }) => at),
    lines: [{ label: title, colour: "--accent", values: points.map(({ value }) => value), isJoined: false }],
    bars: points.map(({ low, high }) => [low, high] as const),
    target,
    span: null,
    unit,
  });
  const rows = [...points].reverse().map(({ at, value, low, high }) => [momentWords(at), valueWords(value, unit), `${valueWords(low, unit)} to ${valueWords(high, unit)}`]);
  return el(
    "figure",
    { id: `series-${id}` },
    el("figcaption", {}, el("strong", {}, title), el("span", { class: isMarked ? "says marked" : "says" }, isMarked ? `◆ ${says}` : says)),
    place,
    tableBeside(title, ["Session", "Value", "95 % of its error"], rows),
  );
}

export function drawCorrections({ corrections }: HistoryView): HTMLElement | null {
  if (corrections.length === 0) return null;
  const rows = corrections.map(({ title, says, text, times, fading }) => [`${title}: ${says}`, `“${text}”`, String(times), fading]);
  return section("corrections", "What the coach said most", table("Corrections", ["Line", "Said", "Times", "Since"], rows));
}

export function drawActivities({ activities }: HistoryView): HTMLElement | null {
  if (activities.length === 0) return null;
  const rows = activities.map(({ name: activity, says }) => [activity, says]);
  return section("activities", "Own activities", table("0 unable to 10 as before", ["Activity", "Rating"], rows));
}
