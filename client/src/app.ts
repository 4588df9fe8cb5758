/** Messages, keys and taps in; model, camera and voice out. */

import { Camera } from "./camera";
import type { CameraWord } from "./camera";
import { lacking } from "./capabilities";
import { part, show } from "./dom";
import { LatencyCorner } from "./draw/latency";
import { drawOverlay } from "./draw/overlay";
import { drawPage } from "./draw/page";
import { drawWhy } from "./draw/why";
import type { Action } from "./draw/words";
import { Frames } from "./frames";
import { get, getMoment } from "./http";
import { listen } from "./input";
import type { Input } from "./input";
import { Link } from "./link";
import type { LinkState } from "./link";
import { EMPTY } from "./model";
import type { Model } from "./model";
import { PracticePanel } from "./practice/panel";
import { Voice } from "./speech";
import { Tones } from "./tones";
import type { Command, Plan, Rating, ServerMessage, Sight, Update, Welcome } from "../build/wire";

const DEFAULT_ASPECT = 4 / 3;

export class App implements Input {
  private model: Model = { ...EMPTY, lacks: lacking() };
  private sight: Sight | null = null;
  private isDrawn = true;
  private isSightNew = false;
  private readonly video = part("camera", HTMLVideoElement);
  private readonly canvas = part("overlay", HTMLCanvasElement);
  private readonly corner = new LatencyCorner(part("latency", HTMLElement));
  private readonly voice = new Voice(new Tones());
  private readonly link = new Link({ onMessage: (message) => this.take(message), onState: (state) => this.linked(state) });
  private readonly camera = new Camera(this.video, (word) => this.cameraChanged(word));
  private readonly practice = new PracticePanel((plan, stopRules) => this.replan(plan, stopRules));
  private frames: Frames | null = null;

  begin(): void {
    if (!this.model.lacks.some((lack) => lack.isNeeded)) this.frames = new Frames(this.video, this.link);
    listen(this);
    document.addEventListener("visibilitychange", () => this.tellCamera());
    navigator.mediaDevices?.addEventListener("devicechange", () => this.camera.retry());
    this.link.open();
    this.change({});
  }

  command(command: Command): void {
    this.voice.prime();
    if (command === "start" && this.practice.holdsBack()) return;
    this.link.send({ type: "command", command });
  }

  answer(question: string, isYes: boolean): void {
    this.link.send({ type: "answer", question, yes: isYes });
  }

  rate(rating: Rating, value: number): void {
    this.link.send({ type: "rate", rating, value });
  }

  act(action: Action): void {
    if (action === "reload") location.reload();
    else if (action === "take-over") this.link.open(true);
    else if (action === "timing") this.toggleLatency();
    else if (action === "add-person") this.addPerson();
    else this.camera.retry();
  }

  choosePerson(id: string): void {
    this.link.send({ type: "person", id });
  }

  private addPerson(): void {
    const field = document.querySelector<HTMLInputElement>("input[data-new-person]");
    const name = field?.value.trim() ?? "";
    if (field === null || name === "") return;
    field.value = "";
    this.link.send({ type: "new_person", name });
  }

  toggleLatency(): void {
    this.corner.toggle();
  }

  async explain(moment: string): Promise<void> {
    const why = part("why", HTMLDialogElement);
    const { videoWidth, videoHeight } = this.video;
    const { welcome } = this.model;
    const asked = welcome === null ? DEFAULT_ASPECT : welcome.frame_width_px / welcome.frame_height_px;
    show(why, ...drawWhy(await getMoment(moment), videoWidth > 0 ? videoWidth / videoHeight : asked));
    if (!why.open) why.showModal();
  }

  get screen(): Model["screen"] {
    return this.model.screen;
  }

  private take(message: ServerMessage): void {
    if (message.type === "welcome") this.greet(message);
    else if (message.type === "update") this.update(message);
    else if (message.type === "problem") console.warn(`The coach could not use a message: ${message.says}`);
  }

  private greet(welcome: Welcome): void {
    this.camera.demoUrl = welcome.demo_url;
    if (this.frames !== null) {
      this.frames.longestPx = Math.max(welcome.frame_width_px, welcome.frame_height_px);
      this.frames.framesPerS = welcome.frames_per_s;
    } else this.link.send({ type: "command", command: "without_camera" });
    this.change({ welcome });
    this.tellCamera();
    this.refresh();
  }

  private update({ screen, said, sight }: Update): void {
    const isSummaryNew = screen.stage === "summary" && this.model.screen?.stage !== "summary";
    this.voice.mute(screen.is_muted);
    this.voice.hear(said);
    if (sight !== null) {
      this.sight = sight;
      this.isSightNew = true;
      this.frames?.answered(sight.seq);
    }
    this.change({ screen });
    if (this.model.welcome !== null) this.practice.follow(screen.stage, this.model.welcome.asks_first, this.model.welcome.person);
    const shown = this.model.welcome?.plan.exercises[screen.exercise ?? -1]?.demonstration_url;
    if (shown != null) this.camera.changeClip(shown);
    this.flip(screen.bout?.side === "right" && this.camera.demoUrl !== null);
    this.camera.want(screen.wants_camera && this.frames !== null);
    this.steerFrames();
    if (isSummaryNew) this.refresh();
  }

  /** Today's plan, as the questions before the session have made it. */
  private replan(plan: Plan, stopRules: string[]): void {
    const { welcome } = this.model;
    if (welcome !== null) this.change({ welcome: { ...welcome, plan, stop_rules: stopRules } });
  }

  /** Fetch what comes over HTTP; it is shown when it is there. */
  private refresh(): void {
    get("trust").then((trust) => this.change({ trust }), () => undefined);
    if (this.model.screen?.stage === "summary") get("summary").then((summary) => this.change({ summary }), () => undefined);
  }

  /** A clip shows the left side; for the right one it plays flipped, in the picture sent and in the one shown. */
  private flip(isFlipped: boolean): void {
    if (this.frames !== null) this.frames.isFlipped = isFlipped;
    this.video.classList.toggle("is-flipped", isFlipped);
  }

  private linked(link: LinkState): void {
    this.change({ link });
  }

  private cameraChanged(word: CameraWord): void {
    this.sight = null;
    this.change({ camera: word });
    this.steerFrames();
    this.tellCamera();
  }

  /** Pictures flow while they are wanted and there are any. */
  private steerFrames(): void {
    const isWanted = this.model.screen?.wants_camera ?? false;
    if (this.frames !== null) this.frames.isRunning = isWanted && this.camera.state === "on";
  }

  /** A hidden tab gives no pictures, whatever the camera does. */
  private tellCamera(): void {
    const wants = this.model.screen?.wants_camera ?? false;
    const state = document.hidden && wants ? "hidden" : this.camera.state;
    this.link.send({ type: "camera", state });
  }

  /** Draw with the next picture of the screen, once, however many messages come before it. */
  private change(what: Partial<Model>): void {
    this.model = { ...this.model, ...what, hasVoice: this.voice.hasVoice };
    if (!this.isDrawn) return;
    this.isDrawn = false;
    if (document.hidden) this.draw();
    else requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.isDrawn = true;
    drawPage(this.model);
    drawOverlay(this.canvas, this.video, this.sight?.landmarks ?? [], this.model.screen?.cue ?? null);
    if (this.sight !== null && this.isSightNew) this.corner.drawn(this.sight, performance.now());
    this.isSightNew = false;
  }
}
