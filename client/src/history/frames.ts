/** Kept poses, as the server's bytes hold them (reports/replay.py). */

import { SURE_ENOUGH } from "../draw/body";
import type { Landmark } from "../draw/body";

const UNSEEN = 65535;
const HEAD_BYTES = 4;

export class KeptFrames {
  private readonly times: Float32Array;
  private readonly places: Uint16Array;

  constructor(bytes: ArrayBuffer, private readonly landmarks: number) {
    const count = new DataView(bytes).getUint32(0, true);
    this.times = new Float32Array(bytes, HEAD_BYTES, count);
    this.places = new Uint16Array(bytes, HEAD_BYTES + 4 * count, count * landmarks * 2);
  }

  get count(): number {
    return this.times.length;
  }

  get beganS(): number {
    return this.times[0] ?? 0;
  }

  get endedS(): number {
    return this.times[this.count - 1] ?? 0;
  }

  timeOf(frame: number): number {
    return this.times[frame] ?? 0;
  }

  /** The last frame at or before a time. */
  at(seconds: number): number {
    let [low, high] = [0, Math.max(0, this.count - 1)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.timeOf(middle) <= seconds) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A frame's landmarks by the picture's width and height; unsure ones where nothing was seen. */
  of(frame: number): Landmark[] {
    const first = frame * this.landmarks * 2;
    return Array.from({ length: this.landmarks }, (_, at) => {
      const [x, y] = [this.places[first + 2 * at] ?? UNSEEN, this.places[first + 2 * at + 1] ?? UNSEEN];
      return x === UNSEEN ? [0, 0, 0] : [x / (UNSEEN - 1), y / (UNSEEN - 1), SURE_ENOUGH];
    });
  }
}
