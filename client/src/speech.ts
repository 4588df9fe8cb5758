/** Saying utterances aloud, each once: short, the newest of a kind only, and never stuck on a dead synthesiser. */

import type { Tones } from "./tones";
import type { Utterance } from "../build/wire";

const STARTS_WITHIN_MS = 2500;
const LONGEST_MS = 3000;
const MS_A_LETTER = 120;
const STALE_AFTER_MS = 4000;
/** Numbers are worth nothing late: they break in on anything but another order, and go before what else waits. */
const BREAKS_IN: ReadonlySet<Utterance["kind"]> = new Set(["countdown", "count", "instruction"]);
const FAILURES_BORNE = 2;

interface Waiting {
  readonly utterance: Utterance;
  readonly sinceMs: number;
}

export class Voice {
  isMuted = false;
  private lastId: number | null = null;
  private waiting: Waiting[] = [];
  private speaking: Utterance | null = null;
  private failures = 0;
  private watchdog = 0;
  /** Tells a late event of an utterance that was cancelled from one of the current. */
  private turn = 0;

  constructor(private readonly tones: Tones) {}

  /** Called in the first tap or key press: browsers refuse a voice before. */
  prime(): void {
    this.tones.prime();
    if (!this.hasSynthesiser) return;
    const silence = new SpeechSynthesisUtterance(" ");
    silence.volume = 0;
    speechSynthesis.speak(silence);
  }

  get hasVoice(): boolean {
    return this.hasSynthesiser && this.failures < FAILURES_BORNE && speechSynthesis.getVoices().length > 0;
  }

  private get hasSynthesiser(): boolean {
    return "speechSynthesis" in window;
  }

  /** Say what is new; a page that has just come says nothing old. */
  hear(said: readonly Utterance[]): void {
    const newest = said.at(-1)?.id ?? 0;
    const last = this.lastId === null || newest < this.lastId ? newest : this.lastId;
    this.lastId = newest;
    for (const utterance of said) if (utterance.id > last) this.say(utterance);
  }

  mute(isMuted: boolean): void {
    if (isMuted && !this.isMuted) this.silence();
    this.isMuted = isMuted;
  }

  private say(utterance: Utterance): void {
    if (this.isMuted) return;
    if (!this.hasVoice) {
      this.tones.play(utterance.tone);
      return;
    }
    this.waiting = this.waiting.filter((each) => each.utterance.kind !== utterance.kind);
    this.waiting.push({ utterance, sinceMs: performance.now() });
    if (this.speaking === null || this.breaksIn(utterance, this.speaking)) this.next();
  }

  private breaksIn(utterance: Utterance, current: Utterance): boolean {
    const isSameKind = utterance.kind === current.kind;
    return isSameKind || (BREAKS_IN.has(utterance.kind) && current.kind !== "instruction");
  }

  private next(): void {
    const freshMs = performance.now() - STALE_AFTER_MS;
    this.waiting = this.waiting.filter((each) => each.sinceMs >= freshMs);
    const urgent = this.waiting.findIndex((each) => BREAKS_IN.has(each.utterance.kind));
    const [following] = this.waiting.splice(Math.max(urgent, 0), 1);
    this.speaking = following?.utterance ?? null;
    this.turn += 1;
    window.clearTimeout(this.watchdog);
    if (following !== undefined) this.speak(following.utterance, this.turn);
  }

  private speak(utterance: Utterance, turn: number): void {
    speechSynthesis.cancel();
    const spoken = new SpeechSynthesisUtterance(utterance.text);
    spoken.lang = "en";
    const isCurrent = (): boolean => turn === this.turn;
    spoken.addEventListener("start", () => {
      if (!isCurrent()) return;
      this.failures = 0;
      this.watch(LONGEST_MS + MS_A_LETTER * utterance.text.length, () => this.next());
    });
    spoken.addEventListener("end", () => {
      if (isCurrent()) this.next();
    });
    this.watch(STARTS_WITHIN_MS, () => this.revive(utterance));
    speechSynthesis.speak(spoken);
  }

  /** The synthesiser has not begun: restart it, and let a tone stand in for what went unsaid. */
  private revive(utterance: Utterance): void {
    this.failures += 1;
    speechSynthesis.cancel();
    speechSynthesis.resume();
    this.tones.play(utterance.tone);
    this.next();
  }

  private silence(): void {
    this.waiting = [];
    this.speaking = null;
    this.turn += 1;
    window.clearTimeout(this.watchdog);
    if (this.hasSynthesiser) speechSynthesis.cancel();
  }

  private watch(afterMs: number, act: () => void): void {
    window.clearTimeout(this.watchdog);
    this.watchdog = window.setTimeout(act, afterMs);
  }
}
