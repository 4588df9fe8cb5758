/** Keys and taps, turned into what the person means. */

import type { Action } from "./draw/words";
import type { Command, Rating, Screen } from "../build/wire";

export interface Input {
  readonly screen: Screen | null;
  command(command: Command): void;
  answer(question: string, isYes: boolean): void;
  rate(rating: Rating, value: number): void;
  act(action: Action): void;
  choosePerson(person: string): void;
  explain(moment: string): Promise<void>;
  toggleLatency(): void;
}

const LATENCY_KEY = "l";

export function listen(input: Input): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button === null) return;
    tapped(input, button);
    if (event.detail > 0) button.blur(); // After a tap, the space bar is to pause rather than to press the same button.
  });
  document.addEventListener("keydown", (event) => {
    if (pressed(input, event)) event.preventDefault();
  });
}

/** A button says by its data what it does; the pages that draw it put only the coach's own words there. */
function tapped(input: Input, button: HTMLButtonElement): void {
  const { command, answer, question, rating, score, action, moment, close, person } = button.dataset;
  if (command !== undefined) input.command(command as Command);
  else if (answer !== undefined && question !== undefined) input.answer(question, answer === "yes");
  else if (rating !== undefined && score !== undefined) input.rate(rating as Rating, Number(score));
  else if (action !== undefined) input.act(action as Action);
  else if (person !== undefined) input.choosePerson(person);
  else if (moment !== undefined) input.explain(moment).catch((error: unknown) => console.warn(error));
  else if (close !== undefined) button.closest("dialog")?.close();
}

function pressed(input: Input, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null) return false;
  if (event.target instanceof HTMLInputElement) return written(input, event);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isForFocus = (key === " " || key === "Enter") && document.activeElement instanceof HTMLButtonElement;
  if (isForFocus || event.repeat) return false;
  return answered(input, key) || movedAmongScores(key) || commanded(input, key);
}

/** Whoever writes a name is not pressing keys of the session. */
function written(input: Input, event: KeyboardEvent): boolean {
  if (event.key !== "Enter") return false;
  input.act("add-person");
  return true;
}

function answered(input: Input, key: string): boolean {
  const { question, rating } = input.screen ?? { question: null, rating: null };
  if (question !== null && (key === "y" || key === "n")) input.answer(question.id, key === "y");
  else if (rating !== null && /^[0-9]$/.test(key)) input.rate(rating.rating, Number(key));
  else return false;
  return true;
}

/** Up and down go from score to score; ten has no key of its own. */
function movedAmongScores(key: string): boolean {
  if (key !== "ArrowUp" && key !== "ArrowDown") return false;
  const scores = [...document.querySelectorAll<HTMLButtonElement>("button[data-score]")];
  if (scores.length === 0) return false;
  const here = scores.findIndex((each) => each === document.activeElement);
  const next = here < 0 ? 0 : here + (key === "ArrowUp" ? 1 : -1);
  scores[Math.max(0, Math.min(next, scores.length - 1))]?.focus();
  return true;
}

function commanded(input: Input, key: string): boolean {
  const button = input.screen?.buttons.find((each) => each.key.toLowerCase() === key.toLowerCase());
  if (button !== undefined) input.command(button.command);
  else if (key === LATENCY_KEY) input.toggleLatency();
  else return false;
  return true;
}
