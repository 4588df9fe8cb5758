/** What is asked over HTTP: summary, moments and trust. */

import type { Moment, Summary, Trust } from "../build/wire";

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

async function ask<T>(address: string): Promise<T> {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as T;
}
