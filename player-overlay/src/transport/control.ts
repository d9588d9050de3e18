import { CONTRACT_VER, SUBPROTOCOL, decode, encode, type ClientMessage, type ServerMessage } from "../protocol/messages.js";

export type Link = "connecting" | "open" | "waiting" | "ended";

export interface ControlOptions {
  readonly url: string;
  readonly table: string;
  token(renew: boolean): Promise<string>;
  /** The build on screen, told in each `hello`. */
  build(): string;
  onMessage(message: ServerMessage): void;
  onLink(link: Link, why: string): void;
  /** Every stamp of the server: a first hint of table time. */
  onStamp(tableTime: number): void;
}

export interface Surroundings {
  socket(url: string, protocol: string): WebSocket;
  timer(run: () => void, ms: number): () => void;
  random(): number;
}

const REAL: Surroundings = {
  socket: (url, protocol) => new WebSocket(url, protocol),
  timer: (run, ms) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
  random: Math.random,
};

/** Close codes after which coming back would only be closed again. */
const FINAL: ReadonlyMap<number, string> = new Map([
  [4003, "forbidden"],
  [4009, "replaced"],
  [4010, "contract_retired"],
]);
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 8000;
/** A server that takes a connection and then says nothing is as good as none. */
const WELCOME_MS = 10_000;
/** Commands without an answer that are kept for the next connection. */
const MAX_UNANSWERED = 256;
/** Words about builds that are kept for the next connection. */
const MAX_UNTOLD = 8;
const OVERLOADED_RETRY_MS = 400;

/**
 * The control socket: hello, welcome, resume, gap-free `seq`, and the way back after a loss.
 *
 * A bet or cancel is kept until it is answered and sent again after a reconnect under its own
 * idempotency key: the server repeats its answer, so nothing is lost or doubled.
 */
export class ControlSocket {
  #socket: WebSocket | null = null;
  #session: string | null = null;
  #lastSeq = 0;
  #welcomed = false;
  #ended = false;
  #renew = false;
  #attempt = 0;
  #cancelTimer: (() => void) | null = null;
  #untold: readonly ClientMessage[] = [];
  readonly #unanswered = new Map<string, ClientMessage>();

  constructor(
    readonly options: ControlOptions,
    readonly around: Surroundings = REAL,
  ) {}

  get session(): string | null {
    return this.#session;
  }

  start(): void {
    void this.#connect();
  }

  /** Sends a command that will be answered; false where too many are waiting already. */
  command(key: string, message: ClientMessage): boolean {
    if (this.#unanswered.size >= MAX_UNANSWERED) {
      return false;
    }
    this.#unanswered.set(key, message);
    this.tell(message);
    return true;
  }

  /** Sends what nobody answers; without a connection it is dropped, but for what builds have to say. */
  tell(message: ClientMessage): void {
    if (this.#welcomed && this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(encode(message));
    } else if (message.type === "build.ready" || message.type === "build.failed") {
      this.#untold = [...this.#untold, message].slice(-MAX_UNTOLD);
    }
  }

  /** The network or the page came back: do not sit out the wait. */
  hurry(): void {
    if (!this.#ended && this.#socket === null && this.#cancelTimer !== null) {
      this.#cancelTimer();
      void this.#connect();
    }
  }

  end(): void {
    this.#ended = true;
    this.#cancelTimer?.();
    this.#socket?.close(1000);
  }

  async #connect(): Promise<void> {
    this.#cancelTimer = null;
    this.options.onLink("connecting", "");
    let token: string;
    try {
      token = await this.options.token(this.#renew);
      this.#renew = false;
    } catch {
      this.#retry("no token");
      return;
    }
    if (this.#ended) {
      return;
    }
    const socket = this.around.socket(this.options.url, SUBPROTOCOL);
    this.#socket = socket;
    this.#welcomed = false;
    const overdue = this.around.timer(() => socket.close(), WELCOME_MS);
    socket.onopen = () => {
      const resume = this.#session === null ? {} : { resume: { session: this.#session, lastSeq: this.#lastSeq } };
      socket.send(encode({ type: "hello", body: { token, table: this.options.table, build: this.options.build(), contractVers: [CONTRACT_VER], ...resume } }));
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (socket === this.#socket && typeof event.data === "string" && this.#receive(event.data)) {
        overdue();
      }
    };
    socket.onclose = (event) => {
      overdue();
      if (socket === this.#socket) {
        this.#socket = null;
        this.#welcomed = false;
        this.#closed(event.code);
      }
    };
  }

  /** True once the session stands. */
  #receive(text: string): boolean {
    const read = decode(text);
    if (!read.ok) {
      this.#startAfresh();
      return false;
    }
    const message = read.message;
    this.options.onStamp(message.tableTime);
    if (message.type === "welcome") {
      this.#session = message.body.session;
      this.#welcomed = true;
      this.#attempt = 0;
      this.#lastSeq = message.seq;
      this.options.onLink("open", "");
      this.options.onMessage(message);
      const untold = this.#untold;
      this.#untold = [];
      for (const waiting of [...untold, ...this.#unanswered.values()]) {
        this.tell(waiting);
      }
      return true;
    }
    if (message.seq !== this.#lastSeq + 1) {
      // A hole: what was in it is lost, only a fresh snapshot is right again.
      this.#startAfresh();
      return false;
    }
    this.#lastSeq = message.seq;
    if (message.type !== "unknown") {
      this.#settleCommand(message);
      this.options.onMessage(message);
    }
    return this.#welcomed;
  }

  #settleCommand(message: ServerMessage): void {
    switch (message.type) {
      case "bet.accepted":
      case "bet.rejected":
        this.#unanswered.delete(message.body.idempotencyKey);
        break;
      case "bet.cancelled":
        // A cancel of ours, or one made elsewhere that answers ours as well.
        this.#unanswered.delete(message.body.idempotencyKey);
        for (const [key, sent] of this.#unanswered) {
          if (sent.type === "bet.cancel" && (sent.body.bet !== undefined ? sent.body.bet === message.body.bet : sent.body.placeKey === message.body.placeKey)) {
            this.#unanswered.delete(key);
          }
        }
        break;
      case "error": {
        const key = message.body.idempotencyKey;
        const sent = key === undefined ? undefined : this.#unanswered.get(key);
        if (key === undefined || sent === undefined) {
          break;
        }
        if (message.body.code === "overloaded") {
          this.around.timer(() => this.#unanswered.has(key) && this.tell(sent), OVERLOADED_RETRY_MS * (1 + this.around.random()));
        } else {
          this.#unanswered.delete(key);
        }
        break;
      }
      default:
        break;
    }
  }

  #startAfresh(): void {
    this.#session = null;
    this.#lastSeq = 0;
    this.#socket?.close();
  }

  #closed(code: number): void {
    const final = FINAL.get(code);
    if (this.#ended || final !== undefined) {
      this.#ended = true;
      this.options.onLink("ended", final ?? "left");
      return;
    }
    if (code === 4001) {
      this.#renew = true;
      this.#session = null;
    }
    this.#retry(`closed ${code}`);
  }

  #retry(why: string): void {
    this.options.onLink("waiting", why);
    const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempt++);
    this.#cancelTimer = this.around.timer(() => void this.#connect(), most * (0.5 + 0.5 * this.around.random()));
  }
}
