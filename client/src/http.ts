/** What is asked over HTTP: summary, moments, trust, and what the watch looks through. */

import type { Moment, Summary, Trust, WatchCamera } from "../build/wire";

interface Answers {
  summary: Summary;
  trust: Trust;
}

export function get<K extends keyof Answers>(what: K): Promise<Answers[K]> {
  return ask<Answers[K]>(`/api/${what}`);
}

export function getMoment(id: string): Promise<Moment> {
  return ask<Moment>(`/api/moments/${encodeURIComponent(id)}`);
}

export function getWatchCamera(): Promise<WatchCamera> {
  return ask<WatchCamera>("/api/watch/camera");
}

async function ask<T>(address: string): Promise<T> {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as T;
}
