/** Plain tables; every plot has one beside it that says the same. */

import { el } from "../dom";
import type { Child } from "../dom";

export function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  return el(
    "div",
    { class: "scrolls", tabindex: 0, role: "region", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, ...headings.map((each) => el("th", { scope: "col" }, each)))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell, at) => (at === 0 ? el("th", { scope: "row" }, cell) : el("td", {}, cell)))))),
    ),
  );
}

/** A table that is opened by those who want it, beside what it stands for; made when it is, as a year has thousands of cells. */
export function tableBeside(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const details = el("details", { class: "beside" }, el("summary", {}, `${caption}, as a table`));
  details.addEventListener("toggle", () => details.append(table(caption, headings, rows)), { once: true });
  return details;
}

export function section(id: string, title: string, ...children: readonly Child[]): HTMLElement {
  return el("section", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), ...children);
}
