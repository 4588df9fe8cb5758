/** What is asked and set up around a session: one dialog, driven by what the coach says comes next. */

import { part, show } from "../dom";
import type { Activities, CheckInState, PersonCard, Plan, ProgramCard, ProgramChecked, Stage } from "../../build/wire";
import { ask, tell } from "./ask";
import { drawCheckIn } from "./checkin";
import type { Tapped } from "./checkin";
import { drawActivities, drawPrograms, drawReminders } from "./choices";
import { Reminding } from "./reminding";

const NOTHING: Tapped = { yes: new Set(), hasStopSign: false, isAnsweringAgain: false };
const USUAL_TIME = "18:00";
const NO_RATING = -1;
const MOST_TEXT = 100_000;
/** As many letters as the coach takes. */

type View = "checkin" | "programs" | "activities" | "reminders";

export class PracticePanel {
  private readonly dialog = part("practice-dialog", HTMLDialogElement);
  private readonly nav = part("practice", HTMLElement);
  private readonly reminding = new Reminding();
  private stage: Stage | null = null;
  private person: PersonCard = { id: "", name: "" };
  private view: View = "checkin";
  private state: CheckInState | null = null;
  private tapped: Tapped = NOTHING;
  private programs: readonly ProgramCard[] = [];
  private file: { name: string; text: string } | null = null;
  private checked: ProgramChecked | null = null;
  private activities: Activities = { activities: [], change: null };
  private notices = "";

  constructor(private readonly onPlan: (plan: Plan, stopRules: string[]) => void) {
    for (const place of [this.dialog, this.nav]) place.addEventListener("click", (event) => this.clicked(event));
    this.dialog.addEventListener("change", (event) => this.changed(event));
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.addEventListener("close", () => this.letGo());
  }

  /** Follow the session: before each one come its questions. */
  follow(stage: Stage, asksFirst: boolean, person: PersonCard): void {
    this.nav.hidden = !asksFirst || stage !== "welcome";
    const isNew = asksFirst && stage === "welcome" && (this.stage !== "welcome" || this.person.id !== person.id);
    this.stage = stage;
    this.person = person;
    if (isNew) this.run(this.checkIn());
    else if (stage !== "welcome" && this.dialog.open) this.dialog.close();
  }

  /** A key is for the session again, not for the button that opened the dialog. */
  private letGo(): void {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  /** Whether the questions are not through yet; they are shown again. */
  holdsBack(): boolean {
    if (this.nav.hidden || this.state?.step === "ready") return false;
    this.run(this.checkIn());
    return true;
  }

  private async checkIn(): Promise<void> {
    this.take(await ask("checkin"));
    const days = (await ask("programs")).find((each) => each.is_chosen)?.days_says ?? "";
    if (this.reminding.at !== "" && "Notification" in window && Notification.permission === "granted") this.reminding.wait(days, this.reminding.at);
  }

  private take(state: CheckInState): void {
    this.tapped = { ...NOTHING, yes: new Set(state.questions.filter((each) => each.was_yes).map((each) => each.id)) };
    this.state = state;
    this.view = "checkin";
    if (state.step === "ready") this.onPlan(state.plan, state.stop_rules);
    this.draw();
  }

  private draw(): void {
    show(this.dialog, ...this.drawn());
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.dataset["view"] = this.view === "checkin" ? (this.state?.step ?? "") : this.view;
  }

  private drawn(): ReturnType<typeof drawCheckIn> {
    if (this.view === "programs") return drawPrograms(this.programs, this.checked, this.file?.name ?? "");
    if (this.view === "activities") return drawActivities(this.activities);
    if (this.view === "reminders") return drawReminders(this.days, this.reminding.at || USUAL_TIME, this.notices);
    return this.state === null ? [] : drawCheckIn(this.state, this.tapped, this.person.name);
  }

  private get days(): string {
    return this.programs.find((each) => each.is_chosen)?.days_says ?? "Any day";
  }

  private clicked(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-practice]") : null;
    if (button === null) return;
    const { practice: what = "", id = "", value = "", entry = "", at = "", what: rated = "" } = button.dataset;
    if (what === "toggle") this.toggle(id);
    else if (what === "score") this.score(rated, Number(value));
    else this.run(this.act(what, { id, value, entry, at }));
  }

  private async act(what: string, { id, value, entry, at }: Record<"id" | "value" | "entry" | "at", string>): Promise<void> {
    if (what === "screen") this.take(await tell("checkin/screen", { yes: [...this.tapped.yes] }));
    else if (what === "cleared") this.take(await tell("checkin/cleared", {}));
    else if (what === "morning") this.take(await tell("checkin/morning", { session: this.state?.morning_session ?? "", pain: Number(value) }));
    else if (what === "skip") this.take(await tell("checkin/morning", { session: this.state?.morning_session ?? "", pain: null }));
    else if (what === "pain") this.take(await tell("checkin/pain", { pain: Number(value), has_stop_sign: this.tapped.hasStopSign }));
    else if (what === "overrule") this.take(await tell("checkin/overrule", { entry, decided_at: at }));
    else await this.setUp(what, id);
  }

  private async setUp(what: string, id: string): Promise<void> {
    if (what === "close" || what === "elsewhere") this.dialog.close();
    else if (what === "again") this.again();
    else if (what === "back" || what === "redo" || what === "checkin") this.take(await ask("checkin"));
    else if (what === "safety") this.safety();
    else if (what === "programs" || what === "activities" || what === "reminders") await this.open(what);
    else if (what === "choose") this.showPrograms(await tell("programs/choose", { id }));
    else if (what === "import" && this.file !== null) await this.importFile(this.file);
    else if (what === "save") await this.save();
    else if (what === "calendar") location.assign(`/api/reminders.ics?at=${this.time}&first=${localDate()}`);
    else if (what === "notices") this.notices = await this.reminding.allow(this.days, this.time);
    if (what === "save") await this.setUp("back", "");
    else if (what === "notices") this.draw();
  }

  /** Nothing that was written is dropped without a word. */
  private async save(): Promise<void> {
    const unrated = this.named(true).activities.find(({ activity, rating }) => activity !== "" && rating === NO_RATING);
    if (unrated !== undefined) throw new Error(`Say how well “${unrated.activity}” goes: tap a number from 0 to 10.`);
    this.activities = await tell("activities", this.named());
  }

  private async open(view: Exclude<View, "checkin">): Promise<void> {
    this.view = view;
    this.checked = this.file = null;
    this.notices = "";
    this.programs = await ask("programs");
    if (view === "activities") this.activities = await ask("activities");
    this.draw();
  }

  private again(): void {
    this.tapped = { ...this.tapped, isAnsweringAgain: true };
    this.draw();
  }

  /** The person wants to answer the safety questions anew. */
  private safety(): void {
    if (this.state === null) return;
    this.state = { ...this.state, step: "screen", headline: "", says: [] };
    this.view = "checkin";
    this.draw();
  }

  private toggle(id: string): void {
    const yes = new Set(this.tapped.yes);
    if (id === "stop_sign") this.tapped = { ...this.tapped, hasStopSign: !this.tapped.hasStopSign };
    else if (!yes.delete(id)) yes.add(id);
    this.tapped = { ...this.tapped, yes };
    this.draw();
  }

  private score(what: string, value: number): void {
    const kept = this.named(true);
    if (what === "change") this.activities = { ...kept, change: value };
    else {
      const place = Number(what.replace("activity-", ""));
      this.activities = { ...kept, activities: kept.activities.map((each, here) => (here === place ? { ...each, rating: value } : each)) };
    }
    this.draw();
  }

  /** The activities as they stand in the page; only those with a name and a rating, unless all are wanted. */
  private named(all = false): Activities {
    const inputs = [...this.dialog.querySelectorAll<HTMLInputElement>("input[type=text]")];
    const activities = inputs.map((input, place) => ({ activity: input.value.trim(), rating: this.activities.activities[place]?.rating ?? NO_RATING }));
    return { activities: all ? activities : activities.filter((each) => each.activity !== "" && each.rating !== NO_RATING), change: this.activities.change };
  }

  private changed(event: Event): void {
    const input = event.target;
    if (input instanceof HTMLInputElement && input.type === "file") this.run(this.readFile(input));
  }

  private async readFile(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (file === undefined) return;
    this.checked = this.file = null;
    const sent = { name: file.name, text: await file.text() };
    input.value = "";
    this.draw();
    if (sent.text.length > MOST_TEXT) throw new Error(`${file.name} is too long for a program. Choose the file that your therapist gave you.`);
    this.checked = await tell("programs/check", sent);
    this.file = sent;
    this.draw();
  }

  private async importFile(file: { name: string; text: string }): Promise<void> {
    this.checked = await tell("programs/import", file);
    if (this.checked.program !== null) this.checked = this.file = null;
    this.showPrograms(await ask("programs"));
  }

  private showPrograms(programs: readonly ProgramCard[]): void {
    this.programs = programs;
    this.draw();
  }

  private get time(): string {
    return this.dialog.querySelector<HTMLInputElement>("#remind-at")?.value || USUAL_TIME;
  }

  /** What goes wrong is said in the dialog; the person can go on from there. */
  private run(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const says = error instanceof Error ? error.message : String(error);
      this.dialog.querySelector(".complaints.general")?.remove();
      const told = document.createElement("p");
      told.className = "complaints general";
      told.setAttribute("role", "alert");
      told.textContent = says;
      this.dialog.append(told);
    });
  }
}

function localDate(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((each) => String(each).padStart(2, "0")).join("-");
}
