/** Short sounds that carry the message where no voice exists. */

import type { Tone } from "../build/wire";

/** Frequency in hertz and length in seconds, one after another. */
type Note = readonly [hz: number, lengthS: number];

const NOTES: Readonly<Record<Tone, readonly Note[]>> = {
  none: [],
  tick: [[660, 0.09]],
  go: [[880, 0.35]],
  count: [[784, 0.12]],
  done: [[659, 0.15], [784, 0.15], [988, 0.3]],
  cue: [[440, 0.16], [370, 0.22]],
  praise: [[784, 0.12], [1047, 0.2]],
  pause: [[392, 0.3]],
};
const LOUDNESS = 0.2;
const FADE_S = 0.02;

export class Tones {
  private context: AudioContext | null = null;

  /** Browsers let sound begin in a tap or a key press only. */
  prime(): void {
    this.context ??= new AudioContext();
    void this.context.resume();
  }

  play(tone: Tone): void {
    if (this.context === null) return;
    let at = this.context.currentTime;
    for (const [hz, lengthS] of NOTES[tone]) {
      this.note(this.context, hz, at, lengthS);
      at += lengthS;
    }
  }

  private note(context: AudioContext, hz: number, at: number, lengthS: number): void {
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(LOUDNESS, at + FADE_S);
    gain.gain.setValueAtTime(LOUDNESS, at + lengthS - FADE_S);
    gain.gain.linearRampToValueAtTime(0, at + lengthS);
    const source = context.createOscillator();
    source.frequency.value = hz;
    source.connect(gain).connect(context.destination);
    source.start(at);
    source.stop(at + lengthS);
  }
}
