/** All that the watch's page shows. */

import type { CameraWord } from "../camera";
import type { WatchUpdate, WatchWelcome } from "../../build/wire";

export interface WatchModel {
  readonly isStarted: boolean;
  readonly isLinked: boolean;
  readonly camera: CameraWord;
  readonly place: string;
  /** Whether a clip plays as the camera. */
  readonly isDemo: boolean;
  readonly welcome: WatchWelcome | null;
  readonly update: WatchUpdate | null;
  readonly farewell: string;
  readonly canAskForNotices: boolean;
}

export const EMPTY: WatchModel = {
  isStarted: false,
  isLinked: false,
  camera: "off",
  place: "Desk",
  isDemo: false,
  welcome: null,
  update: null,
  farewell: "",
  canAskForNotices: false,
};
