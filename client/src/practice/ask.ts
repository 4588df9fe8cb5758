/** What is asked and told around a session, over HTTP. */

import type { Activities, CheckInState, ProgramCard, ProgramChecked } from "../../build/wire";

export interface Told {
  "checkin/screen": { body: { yes: string[] }; answer: CheckInState };
  "checkin/cleared": { body: Record<string, never>; answer: CheckInState };
  "checkin/morning": { body: { session: string; pain: number | null }; answer: CheckInState };
  "checkin/pain": { body: { pain: number; has_stop_sign: boolean }; answer: CheckInState };
  "checkin/overrule": { body: { entry: string; decided_at: string }; answer: CheckInState };
  "programs/check": { body: { name: string; text: string }; answer: ProgramChecked };
  "programs/import": { body: { name: string; text: string }; answer: ProgramChecked };
  "programs/choose": { body: { id: string }; answer: ProgramCard[] };
  activities: { body: Activities; answer: Activities };
}

export interface Asked {
  checkin: CheckInState;
  programs: ProgramCard[];
  activities: Activities;
}

export function ask<K extends keyof Asked>(what: K): Promise<Asked[K]> {
  return fetched<Asked[K]>(what, {});
}

export function tell<K extends keyof Told>(what: K, body: Told[K]["body"]): Promise<Told[K]["answer"]> {
  return fetched<Told[K]["answer"]>(what, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });
}

async function fetched<T>(what: string, how: RequestInit): Promise<T> {
  const answer = await fetch(`/api/${what}`, how);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error((body as { says: string }).says);
  return body as T;
}
