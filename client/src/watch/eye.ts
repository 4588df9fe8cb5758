/** The watch's camera: small and slow, its frames handed to the worker; one call lets it go. */

import { wordFor } from "../camera";
import type { CameraWord } from "../camera";
import type { ToWorker } from "./parcel";

/** Not in TypeScript's library yet: https://www.w3.org/TR/mediacapture-transform/ */
declare global {
  interface Window {
    MediaStreamTrackProcessor?: new (init: { track: MediaStreamTrack; maxBufferSize: number }) => {
      readonly readable: ReadableStream<VideoFrame>;
    };
  }
}

const WISHES: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 5 }, facingMode: "user" };

export class Eye {
  private stream: MediaStream | null = null;
  private video: HTMLVideoElement | null = null;
  private isOpening = false;
  word: CameraWord = "off";
  /** A clip that plays in place of the camera; null for a real one. */
  demoUrl: string | null = null;

  constructor(
    private readonly worker: Worker,
    private readonly onChange: () => void,
  ) {}

  /** The camera's own name; empty before it was ever on. */
  label = "";

  async open(): Promise<void> {
    if (this.word === "on" || this.isOpening) return;
    this.isOpening = true;
    try {
      if (this.demoUrl !== null) {
        await this.play(this.demoUrl);
        this.tell("on");
        return;
      }
      const stream = await navigator.mediaDevices.getUserMedia({ video: WISHES, audio: false });
      this.stream = stream;
      const [track] = stream.getVideoTracks();
      if (track === undefined) throw new DOMException("no video", "NotFoundError");
      this.label = track.label;
      track.addEventListener("ended", () => this.lost(stream));
      await this.handOver(track, stream);
      this.tell("on");
    } catch (error) {
      this.close();
      this.tell(wordFor(error));
    } finally {
      this.isOpening = false;
    }
  }

  /** Stop every track: the camera's light goes off. */
  close(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video?.pause();
    if (this.video !== null) this.video.srcObject = null;
    this.video = null;
    this.post({ kind: "stop" });
    this.tell("off");
  }

  /** For browsers without frames in workers: a picture, as the worker asks. */
  async give(): Promise<void> {
    let bitmap: ImageBitmap | null = null;
    if (this.video !== null && this.video.videoWidth > 0) bitmap = await createImageBitmap(this.video).catch(() => null);
    const parcel: ToWorker = { kind: "bitmap", bitmap };
    this.worker.postMessage(parcel, bitmap === null ? [] : [bitmap]);
  }

  private async handOver(track: MediaStreamTrack, stream: MediaStream): Promise<void> {
    if (window.MediaStreamTrackProcessor !== undefined) {
      const frames = new window.MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable;
      const parcel: ToWorker = { kind: "stream", frames };
      this.worker.postMessage(parcel, [frames]);
      return;
    }
    await this.show((video) => {
      video.srcObject = stream;
    });
  }

  private async play(url: string): Promise<void> {
    this.label = "Clip";
    await this.show((video) => {
      video.loop = true;
      video.src = url;
    });
  }

  /** Play something that pictures are then taken from. */
  private async show(fill: (video: HTMLVideoElement) => void): Promise<void> {
    this.video = document.createElement("video");
    this.video.muted = true;
    this.video.playsInline = true;
    fill(this.video);
    await this.video.play();
    this.post({ kind: "page_gives" });
  }

  private lost(stream: MediaStream): void {
    if (stream !== this.stream) return;
    this.close();
    this.tell("unplugged");
  }

  private post(parcel: ToWorker): void {
    this.worker.postMessage(parcel);
  }

  private tell(word: CameraWord): void {
    this.word = word;
    this.onChange();
  }
}
