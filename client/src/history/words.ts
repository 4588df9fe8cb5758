/** Days, times and values as this page writes them. */

const DAY: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short", year: "numeric" };

/** A day such as "2026-11-26"; read as a day, not as midnight in London. */
export function dayWords(day: string): string {
  return new Date(`${day}T12:00:00`).toLocaleDateString("en-GB", DAY);
}

export function momentWords(at: string): string {
  const when = new Date(at);
  return `${when.toLocaleDateString("en-GB", DAY)}, ${when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}

/** Minutes and seconds into a session, such as "4:05". */
export function clockWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function hourWords(hour: number): string {
  const minutes = Math.round(hour * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

export function minuteWords(minutes: number): string {
  const whole = Math.round(minutes);
  return whole < 60 ? `${whole} min` : `${Math.floor(whole / 60)} h ${whole % 60} min`;
}

export function valueWords(value: number, unit: string): string {
  if (unit === "deg") return `${value.toFixed(Math.abs(value) < 10 ? 1 : 0)}°`;
  return unit === "s" ? `${value.toFixed(1)} s` : value.toFixed(2);
}

export function ratingWords(value: number | null): string {
  return value === null ? "–" : String(value);
}
