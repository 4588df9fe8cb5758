/** What the history page asks the server for. */

import type { DayView, HistoryView, ReplayView } from "../../build/wire";

export function askHistory(): Promise<HistoryView> {
  return asked<HistoryView>("/api/history");
}

export function askDay(day: string): Promise<DayView> {
  return asked<DayView>(`/api/history/days/${encodeURIComponent(day)}`);
}

export function askReplay(session: string): Promise<ReplayView> {
  return asked<ReplayView>(`/api/history/sessions/${encodeURIComponent(session)}`);
}

export async function askBytes(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.arrayBuffer();
}

/** An answer, or the server's own sentence about why there is none. */
async function asked<T>(address: string): Promise<T> {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (answer.ok) return (await answer.json()) as T;
  const { says } = (await answer.json()) as { says?: string };
  throw new Error(says ?? `${address}: ${answer.status}`);
}
