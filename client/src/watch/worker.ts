/**
 * The watch at work: takes a picture now and then, sends it, hears what came of it. All in a worker, whose timers go on
 * while the tab is hidden.
 */

import { frameMessage } from "../frames";
import type { WatchClientMessage, WatchServerMessage } from "../../build/wire";
import type { FromWorker, ToWorker } from "./parcel";

const PROTOCOL = 1;
const QUALITY = 0.8;
const UNDER_WAY = 1;
const LOST_AFTER_MS = 5000;
const AGAIN_AFTER_MS = 2000;

type Source =
  | { readonly is: "none" }
  | { readonly is: "stream"; readonly reader: ReadableStreamDefaultReader<VideoFrame> }
  | { readonly is: "page" };

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d", { alpha: false });
let source: Source = { is: "none" };
let socket: WebSocket | null = null;
let where = { url: "", place: "" };
let longestPx = 480;
let timer: ReturnType<typeof setInterval> | null = null;
let seq = 0;
let answeredSeq = 0;
let sentMs = 0;
let isTaking = false;
let isWanted = true;
let isSentAway = false;

function tell(parcel: FromWorker): void {
  self.postMessage(parcel);
}

function send(message: WatchClientMessage): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function join(): void {
  send({ type: "watch_join", protocol: PROTOCOL, place: where.place });
}

function open(): void {
  const opening = new WebSocket(where.url);
  socket = opening;
  opening.addEventListener("open", () => {
    seq = answeredSeq = 0;
    join();
    tell({ kind: "link", isOpen: true });
  });
  opening.addEventListener("message", (event: MessageEvent<string>) => receive(JSON.parse(event.data) as WatchServerMessage));
  opening.addEventListener("close", () => {
    if (opening !== socket) return;
    tell({ kind: "link", isOpen: false });
    if (!isSentAway) setTimeout(open, AGAIN_AFTER_MS);
  });
}

function receive(message: WatchServerMessage): void {
  if (message.type === "watch_welcome") {
    longestPx = Math.max(message.frame_width_px, message.frame_height_px);
    if (timer !== null) clearInterval(timer);
    timer = setInterval(() => void take(), 1000 / message.frames_per_s);
  } else if (message.type === "watch_update") {
    answeredSeq = message.seq;
    isWanted = message.wants_camera;
  } else isSentAway = true;
  tell({ kind: "message", message });
}

async function take(): Promise<void> {
  const isFull = seq - answeredSeq > UNDER_WAY && performance.now() - sentMs < LOST_AFTER_MS;
  if (isTaking || isFull || !isWanted || socket?.readyState !== WebSocket.OPEN || source.is === "none") return;
  if (source.is === "page") {
    isTaking = true; // Until the page has answered.
    tell({ kind: "want_bitmap" });
    return;
  }
  isTaking = true;
  try {
    const { value, done } = await source.reader.read();
    if (done || value === undefined) source = { is: "none" };
    else await picture(value, value.displayWidth, value.displayHeight);
  } catch {
    source = { is: "none" }; // The camera went away.
  }
  isTaking = false;
}

/** Encode and send one picture, and let it go. */
async function picture(image: VideoFrame | ImageBitmap, widthPx: number, heightPx: number): Promise<void> {
  const scale = Math.min(1, longestPx / Math.max(widthPx, heightPx));
  canvas.width = Math.round(widthPx * scale);
  canvas.height = Math.round(heightPx * scale);
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  const bytes = await blob.arrayBuffer();
  if (socket?.readyState !== WebSocket.OPEN || source.is === "none") return;
  seq += 1;
  sentMs = performance.now();
  socket.send(frameMessage(seq, sentMs / 1000, bytes));
}

function stop(): void {
  if (source.is === "stream") void source.reader.cancel().catch(() => undefined);
  source = { is: "none" };
  isTaking = false;
}

async function given(bitmap: ImageBitmap | null): Promise<void> {
  if (bitmap !== null) await picture(bitmap, bitmap.width, bitmap.height);
  isTaking = false;
}

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "open") {
    where = data;
    if (socket === null) open();
    else join();
  } else if (data.kind === "stream") {
    stop();
    source = { is: "stream", reader: data.frames.getReader() };
  } else if (data.kind === "page_gives") {
    stop();
    source = { is: "page" };
  } else if (data.kind === "bitmap") void given(data.bitmap);
  else if (data.kind === "stop") stop();
  else send(data.message);
});
