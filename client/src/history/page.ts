/** The history page: asks once, draws everything, and opens a session again. */

import { el, part, show } from "../dom";
import type { HistoryView } from "../../build/wire";
import { askHistory } from "./asking";
import { drawCalendar } from "./calendar";
import { Charts } from "./charts";
import { drawActivities, drawCorrections, drawRatings, drawSeries } from "./progress";
import { Replay } from "./replay";
import { section } from "./tables";
import { Timeline } from "./timeline";
import { minuteWords, momentWords } from "./words";

const SESSIONS_SHOWN = 10;

export class HistoryPage {
  private readonly whole = part("whole", HTMLElement);
  private readonly sections = part("sections", HTMLElement);
  private readonly charts = new Charts();
  private readonly replay = new Replay((says) => this.say(says));

  begin(): void {
    this.charts.begin();
    this.replay.begin();
    show(this.whole, el("p", {}, "Looking up what is remembered…"));
    askHistory().then((history) => this.draw(history), (error: Error) => this.say(error.message));
  }

  private draw(history: HistoryView): void {
    document.title = `${history.person} · History · Backstay`;
    show(this.whole, el("p", { class: "lead" }, history.totals), ...history.facts.map((fact) => el("p", {}, `${fact}.`)));
    if (history.is_empty) {
      this.sections.append(el("p", {}, el("a", { href: "/", class: "button" }, "Start the first session")));
      return;
    }
    const width = (): number => this.sections.clientWidth;
    const timeline = new Timeline(history.timeline, width, (says) => this.say(says));
    const parts = [
      history.days.length > 0 ? drawCalendar(history, width()) : null,
      drawRatings(history, this.charts),
      ...drawSeries(history, this.charts),
      drawCorrections(history),
      timeline.draw(history),
      drawActivities(history),
      this.drawSessions(history),
      section("rules", "How this is measured", ...history.rules.map((rule) => el("p", {}, rule))),
    ];
    this.sections.append(...parts.filter((each) => each !== null));
  }

  private drawSessions({ sessions }: HistoryView): HTMLElement | null {
    if (sessions.length === 0) return null;
    const items = sessions.map(({ id, at, minutes, says, has_poses: hasPoses }) => {
      const button = el("button", { disabled: !hasPoses, "data-session": id, title: hasPoses ? null : "No poses are kept of this session." }, "See it again");
      button.addEventListener("click", () => void this.replay.open(id));
      return el("li", {}, el("span", {}, el("strong", {}, momentWords(at)), ` ${says}, ${minuteWords(minutes)}`), button);
    });
    const [few, rest] = [items.slice(0, SESSIONS_SHOWN), items.slice(SESSIONS_SHOWN)];
    const older = rest.length === 0 ? null : el("details", { class: "beside" }, el("summary", {}, `${rest.length} older sessions`), el("ol", { class: "sessions" }, ...rest));
    return section("sessions", "Sessions", el("ol", { class: "sessions" }, ...few), older);
  }

  private say(says: string): void {
    show(this.whole, el("p", { class: "trouble", role: "alert" }, says));
    this.whole.scrollIntoView();
  }
}
