/** What goes between the watch's page and its worker. */

import type { WatchClientMessage, WatchServerMessage } from "../../build/wire";

export type ToWorker =
  | { readonly kind: "open"; readonly url: string; readonly place: string }
  | { readonly kind: "stream"; readonly frames: ReadableStream<VideoFrame> }
  | { readonly kind: "bitmap"; readonly bitmap: ImageBitmap | null }
  | { readonly kind: "page_gives" }
  | { readonly kind: "stop" }
  | { readonly kind: "send"; readonly message: WatchClientMessage };

export type FromWorker =
  | { readonly kind: "message"; readonly message: WatchServerMessage }
  | { readonly kind: "link"; readonly isOpen: boolean }
  /** The worker has no frames of its own and asks the page for one. */
  | { readonly kind: "want_bitmap" };
