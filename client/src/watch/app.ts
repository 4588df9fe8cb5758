/** The watch's page: buttons in; worker, camera, bell and drawing out. It stays quiet unless it has something to offer. */

import { part, show } from "../dom";
import { getWatchCamera } from "../http";
import type { WatchChoice, WatchPreferences, WatchServerMessage } from "../../build/wire";
import { Bell } from "./bell";
import { drawWatch } from "./draw";
import { Eye } from "./eye";
import { EMPTY } from "./model";
import type { WatchModel } from "./model";
import type { FromWorker, ToWorker } from "./parcel";
import { preferencesFrom } from "./preferences";

const PLACE = "backstay.place";

export class WatchApp {
  private model: WatchModel = { ...EMPTY, place: localStorage.getItem(PLACE) ?? EMPTY.place };
  private readonly worker = new Worker("/assets/watch_worker.js");
  private readonly eye = new Eye(this.worker, () => this.change({ camera: this.eye.word }));
  private readonly bell = new Bell();
  private isLetGo = false;
  private asked: Promise<void> = Promise.resolve();

  begin(): void {
    this.asked = this.askCamera();
    this.worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.hear(data));
    document.addEventListener("click", (event) => this.tapped(event));
    document.addEventListener("change", (event) => this.set(event));
    this.change({});
  }

  private hear(parcel: FromWorker): void {
    if (parcel.kind === "want_bitmap") void this.eye.give();
    else if (parcel.kind === "link") this.change({ isLinked: parcel.isOpen });
    else this.take(parcel.message);
  }

  private take(message: WatchServerMessage): void {
    if (message.type === "watch_welcome") this.change({ welcome: message });
    else if (message.type === "watch_farewell") {
      this.eye.close();
      this.change({ farewell: message.says });
    } else if (message.type === "watch_update") {
      this.bell.hear(message.offer, message.preferences.has_sound ?? true);
      if (!message.wants_camera) {
        if (this.eye.word === "on") this.eye.close();
      } else if (this.eye.word === "off" && !this.isLetGo) void this.eye.open();
      this.change({ update: message });
    }
  }

  private tapped(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button === null) return;
    this.bell.prime();
    const { choice, action } = button.dataset;
    if (choice !== undefined) {
      this.isLetGo = choice === "let_go"; // At once: what the server said before it heard of it may still come.
      if (this.isLetGo) this.eye.close();
      this.post({ kind: "send", message: { type: "watch_choice", choice: choice as WatchChoice["choice"] } });
    } else if (action === "start") void this.start();
    else if (action === "notices") void this.bell.allowNotices().then(() => this.change({}));
  }

  private async askCamera(): Promise<void> {
    const { demo_url: demoUrl } = await getWatchCamera();
    this.eye.demoUrl = demoUrl;
    this.change({ isDemo: demoUrl !== null });
  }

  private async start(): Promise<void> {
    await this.asked;
    await this.eye.open();
    if (this.eye.word === "on") {
      this.change({ isStarted: true });
      this.join();
    }
  }

  private join(): void {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.post({ kind: "open", url: `${scheme}://${location.host}/watch`, place: `${this.eye.label} ${this.model.place}` });
  }

  private set(event: Event): void {
    const form = part("preferences", HTMLFormElement);
    if (!(event.target instanceof HTMLInputElement) || !form.contains(event.target)) return;
    if (event.target.name === "place") {
      const place = event.target.value.trim() || EMPTY.place;
      localStorage.setItem(PLACE, place);
      this.change({ place });
      if (this.model.isStarted) this.join();
      return;
    }
    const message: WatchPreferences = preferencesFrom(form);
    this.post({ kind: "send", message });
  }

  private post(parcel: ToWorker): void {
    this.worker.postMessage(parcel);
  }

  private change(what: Partial<WatchModel>): void {
    this.model = { ...this.model, ...what, canAskForNotices: this.bell.canAsk };
    const drawn = drawWatch(this.model);
    document.title = drawn.title;
    document.body.dataset["watch"] = this.model.update?.stage ?? "none";
    document.body.dataset["rung"] = String(this.bell.rung);
    document.body.dataset["seq"] = String(this.model.update?.seq ?? 0);
    show(part("now", HTMLElement), ...drawn.now);
    show(part("choices", HTMLElement), ...drawn.choices);
    show(part("preferences", HTMLFormElement), ...drawn.preferences);
  }
}
