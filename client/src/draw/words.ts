/** Sentences that the page itself must find, as the coach cannot know or cannot be reached. */

import type { CameraWord } from "../camera";
import type { Model } from "../model";

const CAMERA_SAYS: Readonly<Partial<Record<CameraWord, string>>> = {
  denied: "The browser may not use the camera. Allow it with the camera sign beside the address, then press Try again.",
  missing: "No camera was found. Plug one in, then press Try again.",
  in_use: "Another program holds the camera. Close it, a video call perhaps, then press Try again.",
  unplugged: "The camera was unplugged. Plug it in again, and the session goes on.",
};
const LOST = "The coach does not answer. Start it again as you did before: the session goes on where it was.";
const OTHER_TAB = "in_other_tab";

/** What stands in the way now, or an empty text. */
export function trouble(model: Model): string {
  if (model.link.is === "lost") return LOST;
  if (model.link.is === "closed") return model.link.farewell.says;
  if (model.screen?.wants_camera) return CAMERA_SAYS[model.camera] ?? "";
  return "";
}

/** What the page's own button beside a trouble does; null where there is nothing to press. */
export function remedy(model: Model): { readonly action: Action; readonly label: string } | null {
  if (model.link.is === "closed") {
    const isElsewhere = model.link.farewell.reason === OTHER_TAB || model.link.farewell.reason === "taken_over";
    return isElsewhere ? { action: "take-over", label: "Use this tab" } : { action: "reload", label: "Load the page again" };
  }
  const canRetry = model.link.is === "open" && trouble(model) !== "";
  return canRetry ? { action: "retry-camera", label: "Try again" } : null;
}

export type Action = "take-over" | "reload" | "retry-camera" | "timing" | "add-person";
