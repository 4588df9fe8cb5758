/** Frames of the camera on their way to the coach: the newest wins, and at most two are under way. */

import type { Encoded, ToEncode } from "./encoder";

const HEAD_BYTES = 16;
const MAGIC = [0x42, 0x53, 0x46, 0x31] as const;
const UNDER_WAY = 2;
const LOST_AFTER_MS = 1500;

export interface FrameTarget {
  readonly isOpen: boolean;
  readonly waitingBytes: number;
  sendFrame(frame: ArrayBuffer): void;
}

/** A frame's 16 bytes of head, then the picture; docs/wire.md. */
export function frameMessage(seq: number, capturedS: number, picture: ArrayBuffer): ArrayBuffer {
  const message = new Uint8Array(HEAD_BYTES + picture.byteLength);
  const head = new DataView(message.buffer);
  message.set(MAGIC);
  head.setUint32(4, seq, true);
  head.setFloat64(8, capturedS, true);
  message.set(new Uint8Array(picture), HEAD_BYTES);
  return message.buffer;
}

export class Frames {
  private readonly worker = new Worker("/assets/encoder.js");
  private readonly sentMs = new Map<number, number>();
  private seq = 0;
  private isEncoding = false;
  private lastMs = 0;
  isRunning = false;
  isFlipped = false;
  /** Set from `welcome`. */
  longestPx = 640;
  framesPerS = 30;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly target: FrameTarget,
  ) {
    this.worker.addEventListener("message", (event: MessageEvent<Encoded>) => this.encoded(event.data));
    this.next();
  }

  /** The coach has answered this frame, hence every earlier one too. */
  answered(seq: number): void {
    for (const sent of [...this.sentMs.keys()]) if (sent <= seq) this.sentMs.delete(sent);
  }

  private next(): void {
    this.video.requestVideoFrameCallback(() => {
      void this.take(performance.now());
      this.next();
    });
  }

  private async take(nowMs: number): Promise<void> {
    const isEarly = nowMs - this.lastMs < 900 / this.framesPerS;
    if (!this.isRunning || this.isEncoding || isEarly || !this.target.isOpen || this.isFull(nowMs)) return;
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth === 0) return;
    this.lastMs = nowMs;
    this.isEncoding = true;
    const scale = Math.min(1, this.longestPx / Math.max(videoWidth, videoHeight));
    const size = { resizeWidth: Math.round(videoWidth * scale), resizeHeight: Math.round(videoHeight * scale) };
    try {
      const bitmap = await createImageBitmap(this.video, size);
      const order: ToEncode = { bitmap, capturedMs: nowMs, isFlipped: this.isFlipped };
      this.worker.postMessage(order, [bitmap]);
    } catch {
      this.isEncoding = false; // The camera went away between the callback and here.
    }
  }

  private encoded({ picture, capturedMs }: Encoded): void {
    this.isEncoding = false;
    if (!this.isRunning || picture === null) return;
    this.seq += 1;
    this.sentMs.set(this.seq, capturedMs);
    this.target.sendFrame(frameMessage(this.seq, capturedMs / 1000, picture));
  }

  private isFull(nowMs: number): boolean {
    for (const [seq, sent] of this.sentMs) if (nowMs - sent > LOST_AFTER_MS) this.sentMs.delete(seq);
    return this.sentMs.size >= UNDER_WAY || this.target.waitingBytes > 0;
  }
}
