/** A soft chime and a small notice for each new offer; nothing else ever sounds. */

import { Tones } from "../tones";
import type { WatchOffer } from "../../build/wire";

export class Bell {
  private readonly tones = new Tones();
  private last = 0;
  private notice: Notification | null = null;
  /** For tests and for the page's title. */
  rung = 0;

  /** In a tap: browsers let sound begin there only. */
  prime(): void {
    this.tones.prime();
  }

  /** The browser asks the person; without a yes there is the chime and the page. */
  async allowNotices(): Promise<void> {
    if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
  }

  get canAsk(): boolean {
    return "Notification" in window && Notification.permission === "default";
  }

  hear(offer: WatchOffer | null, hasSound: boolean): void {
    if (offer === null) {
      this.notice?.close();
      this.notice = null;
      return;
    }
    if (offer.number === this.last) return;
    this.last = offer.number;
    this.rung += 1;
    if (hasSound) this.tones.play("done");
    if ("Notification" in window && Notification.permission === "granted") {
      this.notice = new Notification(offer.title, { body: offer.says, icon: "/assets/icon.svg", tag: "backstay-watch", silent: true });
    }
  }
}
