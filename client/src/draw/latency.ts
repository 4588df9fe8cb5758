/** Where the time goes, in a corner, on request (key L). */

import { el, show } from "../dom";
import type { Sight } from "../../build/wire";

const KEPT = 300;

export class LatencyCorner {
  private readonly drawnMs: number[] = [];

  constructor(private readonly corner: HTMLElement) {}

  toggle(): void {
    this.corner.hidden = !this.corner.hidden;
  }

  /** A frame's answer has been drawn. */
  drawn(sight: Sight, nowMs: number): void {
    this.drawnMs.push(nowMs - sight.captured_s * 1000);
    if (this.drawnMs.length > KEPT) this.drawnMs.shift();
    const [middle, late] = [this.quantile(0.5), this.quantile(0.95)];
    this.corner.dataset["newest"] = (this.drawnMs.at(-1) ?? 0).toFixed(1);
    this.corner.dataset["frames"] = String(sight.frames);
    this.corner.dataset["p50"] = middle.toFixed(1);
    this.corner.dataset["p95"] = late.toFixed(1);
    if (this.corner.hidden) return;
    const { latency: spent } = sight;
    const lines = [
      `picture to drawn answer: ${middle.toFixed(0)} ms, 19 of 20 under ${late.toFixed(0)} ms`,
      `server ${spent.total_ms.toFixed(0)} ms: waited ${spent.waited_ms.toFixed(0)}, decoded ${spent.decode_ms.toFixed(0)}, pose ${spent.pose_ms.toFixed(0)}, judged ${spent.judge_ms.toFixed(0)}`,
      `model ${sight.model}, view ${sight.view}, ${sight.frames} frames, ${sight.dropped} left out`,
    ];
    show(this.corner, ...lines.map((line) => el("p", {}, line)));
  }

  private quantile(share: number): number {
    const sorted = [...this.drawnMs].sort((a, b) => a - b);
    return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  }
}
