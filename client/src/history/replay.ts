/** A session again, as a skeleton with its cues: play, pause and move by buttons, keys, or along the line of time. */

import { el, part } from "../dom";
import { BONES, JOINTS, isSure } from "../draw/body";
import type { Landmark } from "../draw/body";
import type { ReplayView } from "../../build/wire";
import { askBytes, askReplay } from "./asking";
import { KeptFrames } from "./frames";
import { clockWords, momentWords } from "./words";

const STEP_S = 5;
/** How long a cue stands below the picture, as in the session itself. */
const CUE_S = 4;
/** A hole longer than this, a pause mostly, is passed over. */
const LONGEST_HOLE_S = 2;
const SPEEDS = [0.5, 1, 2, 4] as const;

export class Replay {
  private readonly dialog = part("replay", HTMLDialogElement);
  private readonly canvas = el("canvas", { role: "img" }) as HTMLCanvasElement;
  private readonly slider = el("input", { type: "range", step: 0.1, "aria-label": "Time in the session" }) as HTMLInputElement;
  private readonly clock = el("output", { class: "clock" });
  private readonly cue = el("p", { class: "cue", "aria-live": "polite" });
  private readonly playButton = el("button", { class: "main", autofocus: true, "data-key": "play" });
  private frames: KeptFrames | null = null;
  private view: ReplayView | null = null;
  private seconds = 0;
  private speed = 1;
  private playedAtMs: number | null = null;

  constructor(private readonly failed: (says: string) => void) {}

  begin(): void {
    this.playButton.addEventListener("click", () => this.toggle());
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    this.dialog.addEventListener("close", () => this.pause());
    this.dialog.addEventListener("keydown", (event) => this.pressed(event));
    window.addEventListener("resize", () => this.draw());
  }

  async open(session: string): Promise<void> {
    try {
      const view = await askReplay(session);
      this.frames = new KeptFrames(await askBytes(view.poses_url), view.landmarks);
      this.view = view;
      this.build(view, this.frames);
      if (!this.dialog.open) this.dialog.showModal();
      this.seek(this.frames.beganS);
      this.playButton.focus();
    } catch (error) {
      this.failed(error instanceof Error ? error.message : String(error));
    }
  }

  private build(view: ReplayView, frames: KeptFrames): void {
    this.slider.min = String(frames.beganS);
    this.slider.max = String(frames.endedS);
    this.dialog.replaceChildren(
      el("h2", { id: "replay-title" }, `${momentWords(view.at)}: ${view.says}`),
      this.canvas,
      this.cue,
      el("p", { class: "time" }, this.slider, this.clock),
      el("p", { class: "choices" }, this.button("← 5 s", () => this.seek(this.seconds - STEP_S)), this.playButton, this.button("5 s →", () => this.seek(this.seconds + STEP_S)), this.speedButton(), this.button("Close", () => this.dialog.close())),
      el("h3", {}, "What was said"),
      view.cues.length === 0 ? el("p", {}, "Nothing had to be said.") : el("ol", { class: "cues" }, ...view.cues.map((cue) => this.jump(cue.t_s, `${cue.exercise}: “${cue.text}”`))),
      el("h3", {}, "Sets"),
      el("ol", { class: "cues" }, ...view.sets.map(({ says, from_s: from }) => (from === null ? el("li", {}, says) : this.jump(from, says)))),
    );
    this.showPlaying();
  }

  private button(label: string, act: () => void): HTMLElement {
    const button = el("button", {}, label);
    button.addEventListener("click", act);
    return button;
  }

  private speedButton(): HTMLElement {
    const button = this.button("Speed × 1", () => {
      this.speed = SPEEDS[(SPEEDS.findIndex((each) => each === this.speed) + 1) % SPEEDS.length] ?? 1;
      button.textContent = `Speed × ${this.speed}`;
    });
    this.speed = 1;
    return button;
  }

  private jump(seconds: number, says: string): HTMLElement {
    return el("li", {}, this.button(`${clockWords(seconds)}  ${says}`, () => this.seek(seconds)));
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.frames === null) return;
    const moves: Readonly<Record<string, number>> = { ArrowLeft: this.seconds - STEP_S, ArrowRight: this.seconds + STEP_S, Home: this.frames.beganS, End: this.frames.endedS };
    const to = moves[event.key];
    if (to !== undefined) this.seek(to);
    else if (event.key === " " && !(event.target instanceof HTMLButtonElement)) this.toggle();
    else return;
    event.preventDefault();
  }

  private toggle(): void {
    if (this.playedAtMs !== null) this.pause();
    else {
      if (this.frames !== null && this.seconds >= this.frames.endedS) this.seconds = this.frames.beganS;
      this.playedAtMs = performance.now();
      this.showPlaying();
      requestAnimationFrame((nowMs) => this.step(nowMs));
    }
  }

  private pause(): void {
    this.playedAtMs = null;
    this.showPlaying();
  }

  private showPlaying(): void {
    const isPlaying = this.playedAtMs !== null;
    this.playButton.textContent = isPlaying ? "Pause" : "Play";
    this.dialog.dataset["playing"] = String(isPlaying);
  }

  /** Let time go on; holes are passed over, and the end is one. */
  private step(nowMs: number): void {
    const { frames } = this;
    if (this.playedAtMs === null || frames === null) return;
    const next = this.seconds + (Math.max(0, nowMs - this.playedAtMs) / 1000) * this.speed;
    this.playedAtMs = nowMs;
    const here = frames.at(next);
    const isHole = here + 1 < frames.count && frames.timeOf(here + 1) - frames.timeOf(here) > LONGEST_HOLE_S && next > frames.timeOf(here) + 1;
    this.seek(isHole ? frames.timeOf(here + 1) : next);
    if (this.seconds >= frames.endedS) this.pause();
    else requestAnimationFrame((laterMs) => this.step(laterMs));
  }

  private seek(seconds: number): void {
    if (this.frames === null) return;
    this.seconds = Math.min(Math.max(seconds, this.frames.beganS), this.frames.endedS);
    this.draw();
  }

  private draw(): void {
    const { frames, view } = this;
    if (frames === null || view === null || !this.dialog.open) return;
    const said = view.cues.filter(({ t_s: at }) => at <= this.seconds && this.seconds < at + CUE_S).at(-1);
    this.slider.value = String(this.seconds);
    this.clock.textContent = `${clockWords(this.seconds)} of ${clockWords(frames.endedS)}`;
    if (this.cue.textContent !== (said?.text ?? "")) this.cue.textContent = said?.text ?? "";
    this.canvas.setAttribute("aria-label", `Skeleton at ${clockWords(this.seconds)}`);
    drawSkeleton(this.canvas, frames.of(frames.at(this.seconds)), view.aspect);
  }
}

/** Mirrored, as the person saw it. */
function drawSkeleton(canvas: HTMLCanvasElement, seen: readonly Landmark[], aspect: number): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  context.scale(devicePixelRatio, devicePixelRatio);
  const shown = Math.min(width, height * aspect);
  const [left, top] = [(width - shown) / 2, (height - shown / aspect) / 2];
  const place = ([x, y]: Landmark): [number, number] => [left + (1 - x) * shown, top + (y * shown) / aspect];
  const style = getComputedStyle(canvas);
  context.strokeStyle = style.color;
  context.fillStyle = style.getPropertyValue("--accent");
  context.lineWidth = 4;
  context.lineCap = "round";
  context.beginPath();
  for (const [from, to] of BONES) {
    const [a, b] = [seen[from], seen[to]];
    if (!isSure(a) || !isSure(b)) continue;
    context.moveTo(...place(a));
    context.lineTo(...place(b));
  }
  context.stroke();
  for (const joint of JOINTS.map((at) => seen[at]).filter(isSure)) {
    context.beginPath();
    context.arc(...place(joint), 5, 0, 2 * Math.PI);
    context.fill();
  }
}
