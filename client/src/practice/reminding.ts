/** The browser's own notices at the time of practice, as long as the page is open and the person allows them. */

const DAY_NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const KEY = "backstay.remind-at";

/** The next moment at this time of day on one of the days; every day counts where none is named. */
export function nextMoment(days: string, at: string, now: Date): Date {
  const [hour = 18, minute = 0] = at.split(":").map(Number);
  const isAnyDay = !DAY_NAMES.some((name) => days.includes(name));
  for (let ahead = 0; ahead <= 7; ahead++) {
    const moment = new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead, hour, minute);
    if (moment > now && (isAnyDay || days.includes(DAY_NAMES[moment.getDay()] ?? ""))) return moment;
  }
  return now;
}

export class Reminding {
  private timer = 0;

  /** What was chosen last, or nothing. */
  get at(): string {
    return localStorage.getItem(KEY) ?? "";
  }

  /** Ask for the browser's leave, and say what comes of it. */
  async allow(days: string, at: string): Promise<string> {
    if (!("Notification" in window)) return "This browser has no notices. The calendar file works everywhere.";
    if ((await Notification.requestPermission()) !== "granted") return "The browser does not allow notices. The calendar file works everywhere.";
    localStorage.setItem(KEY, at);
    const next = this.wait(days, at);
    return `The next notice comes ${next.toLocaleString([], { weekday: "long", hour: "2-digit", minute: "2-digit" })}, while this page is open.`;
  }

  /** Give a notice at the next moment, and go on. */
  wait(days: string, at: string): Date {
    clearTimeout(this.timer);
    const next = nextMoment(days, at, new Date());
    this.timer = window.setTimeout(() => {
      new Notification("Time to practise", { body: "A few minutes for your back. Any other time today is as good." });
      this.wait(days, at);
    }, next.getTime() - Date.now());
    return next;
  }
}
