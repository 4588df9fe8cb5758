/** Everything that drawing needs: the coach's last words, and how this browser fares. */

import type { CameraWord } from "./camera";
import type { Lack } from "./capabilities";
import type { LinkState } from "./link";
import type { Moment, Screen, Summary, Trust, Welcome } from "../build/wire";

export interface Model {
  readonly link: LinkState;
  readonly camera: CameraWord;
  readonly lacks: readonly Lack[];
  readonly hasVoice: boolean;
  readonly welcome: Welcome | null;
  readonly screen: Screen | null;
  readonly summary: Summary | null;
  readonly trust: Trust | null;
  readonly why: Moment | null;
}

export const EMPTY: Model = {
  link: { is: "connecting" },
  camera: "off",
  lacks: [],
  hasVoice: false,
  welcome: null,
  screen: null,
  summary: null,
  trust: null,
  why: null,
};
