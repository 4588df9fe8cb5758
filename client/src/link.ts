/** The WebSocket to the coach: joins, tries again when it breaks, and says how things stand. */

import type { ClientMessage, Farewell, ServerMessage } from "../build/wire";

export const PROTOCOL = 1;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

export type LinkState =
  | { readonly is: "connecting" }
  | { readonly is: "open" }
  | { readonly is: "lost" }
  | { readonly is: "closed"; readonly farewell: Farewell };

export interface LinkListener {
  onMessage(message: ServerMessage): void;
  onState(state: LinkState): void;
}

export class Link {
  private socket: WebSocket | null = null;
  private waitMs = FIRST_WAIT_MS;
  private farewell: Farewell | null = null;

  constructor(private readonly listener: LinkListener) {}

  open(takesOver = false): void {
    this.farewell = null;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws`);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.waitMs = FIRST_WAIT_MS;
      this.send({ type: "join", protocol: PROTOCOL, takes_over: takesOver });
      this.listener.onState({ is: "open" });
    });
    socket.addEventListener("message", (event: MessageEvent<string>) => {
      this.receive(JSON.parse(event.data) as ServerMessage);
    });
    socket.addEventListener("close", () => this.closed(socket));
  }

  send(message: ClientMessage): void {
    if (this.isOpen) this.socket?.send(JSON.stringify(message));
  }

  sendFrame(frame: ArrayBuffer): void {
    if (this.isOpen) this.socket?.send(frame);
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Bytes that wait in this browser: frames are held back while there are any. */
  get waitingBytes(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  private receive(message: ServerMessage): void {
    if (message.type === "farewell") this.farewell = message;
    this.listener.onMessage(message);
  }

  private closed(socket: WebSocket): void {
    if (socket !== this.socket) return;
    if (this.farewell !== null && this.farewell.reason !== "stopping") {
      this.listener.onState({ is: "closed", farewell: this.farewell });
      return;
    }
    this.listener.onState({ is: "lost" });
    window.setTimeout(() => this.open(), this.waitMs);
    this.waitMs = Math.min(this.waitMs * 1.5, LONGEST_WAIT_MS);
  }
}
