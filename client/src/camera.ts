/** The camera, or a clip in its place: switched on and off as the coach asks, with a word for whatever goes wrong. */

import type { CameraState } from "../build/wire";

export type CameraWord = CameraState["state"];

export class Camera {
  private wanted = false;
  private stream: MediaStream | null = null;
  private word: CameraWord = "off";
  private attempt = 0;

  /** `demoUrl` plays in place of a camera; null for a real one. */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly onChange: (word: CameraWord) => void,
    public demoUrl: string | null = null,
  ) {
    video.addEventListener("error", () => {
      if (this.wanted && this.demoUrl !== null) this.tell("missing");
    });
  }

  get state(): CameraWord {
    return this.word;
  }

  /** Switch on or off; the same wish twice changes nothing. */
  want(isWanted: boolean): void {
    if (isWanted === this.wanted) return;
    this.wanted = isWanted;
    if (isWanted) void this.start();
    else this.stop();
  }

  /** Try again after something went wrong. */
  retry(): void {
    if (this.wanted && this.word !== "on") void this.start();
  }

  /** Where a clip plays as the camera, the one of this exercise does. */
  changeClip(url: string): void {
    if (this.demoUrl === null || this.demoUrl === url) return;
    this.demoUrl = url;
    if (this.wanted) void this.start();
  }

  private async start(): Promise<void> {
    const attempt = ++this.attempt;
    this.release();
    try {
      if (this.demoUrl === null) await this.openCamera();
      else this.openClip(this.demoUrl);
      await this.video.play();
      if (attempt === this.attempt) this.tell("on");
    } catch (error) {
      if (attempt === this.attempt) this.tell(wordFor(error));
    }
    if (!this.wanted) this.stop();
  }

  private async openCamera(): Promise<void> {
    if (navigator.mediaDevices === undefined) throw new DOMException("no camera interface", "NotFoundError");
    const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: "user" };
    const stream = await navigator.mediaDevices.getUserMedia({ video: size, audio: false });
    this.stream = stream;
    for (const track of stream.getVideoTracks()) {
      track.addEventListener("ended", () => {
        if (stream === this.stream && this.wanted) this.tell("unplugged");
      });
    }
    this.video.srcObject = stream;
  }

  private openClip(url: string): void {
    this.video.srcObject = null;
    this.video.loop = true;
    this.video.src = url;
  }

  private stop(): void {
    this.attempt += 1;
    this.release();
    this.tell("off");
  }

  /** Stop every track: the camera's light goes off. */
  private release(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.pause();
    this.video.srcObject = null;
    if (this.video.hasAttribute("src")) {
      this.video.removeAttribute("src");
      this.video.load();
    }
  }

  private tell(word: CameraWord): void {
    if (word === this.word) return;
    this.word = word;
    this.onChange(word);
  }
}

/** The word for what `getUserMedia` or a clip's `play` threw. */
export function wordFor(error: unknown): CameraWord {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "in_use";
  return "missing";
}
