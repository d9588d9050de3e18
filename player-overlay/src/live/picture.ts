import { openWhep, type WhepSession } from "../media/whep.js";

export type PictureState = "waiting" | "live" | "lost";

/** What the receiving end of one picture measures by itself. */
export interface Figures {
  readonly rttMs: number | null;
  readonly kbps: number | null;
  readonly fps: number | null;
  /** Seconds between the keyframes so far; null until two were decoded. */
  readonly keySeconds: number | null;
  readonly lossPercent: number | null;
  readonly droppedPercent: number | null;
  readonly freezes: number | null;
}

export const NO_FIGURES: Figures = { rttMs: null, kbps: null, fps: null, keySeconds: null, lossPercent: null, droppedPercent: null, freezes: null };

type Raw = Record<string, unknown>;

export interface Counters {
  readonly atMs: number;
  readonly bytes: number;
  readonly frames: number;
  readonly keys: number;
  readonly packets: number;
  readonly lost: number;
  readonly dropped: number;
  readonly freezes: number;
  readonly rttMs: number | null;
}

const of = (raw: Raw, name: string): number => {
  const value = raw[name];
  return typeof value === "number" ? value : 0;
};

/** The counters of a stats report that matter here; null before there is video in it. */
export function countersOf(report: Iterable<Raw>, atMs: number): Counters | null {
  let out: Omit<Counters, "rttMs"> | null = null;
  let rttMs: number | null = null;
  for (const raw of report) {
    if (raw.type === "inbound-rtp" && raw.kind === "video") {
      out = {
        atMs,
        bytes: of(raw, "bytesReceived"),
        frames: of(raw, "framesDecoded"),
        keys: of(raw, "keyFramesDecoded"),
        packets: of(raw, "packetsReceived"),
        lost: of(raw, "packetsLost"),
        dropped: of(raw, "framesDropped"),
        freezes: of(raw, "freezeCount"),
      };
    } else if (raw.type === "candidate-pair" && raw.nominated === true && typeof raw.currentRoundTripTime === "number") {
      rttMs = raw.currentRoundTripTime * 1000;
    }
  }
  return out === null ? null : { ...out, rttMs };
}

/** Figures of the time between two readings; shares since `first`, the first reading. */
export function figuresOf(first: Counters | null, before: Counters | null, now: Counters | null): Figures {
  if (now === null) {
    return NO_FIGURES;
  }
  const seconds = before === null ? 0 : (now.atMs - before.atMs) / 1000;
  const rate = (a: number, b: number) => (seconds > 0 ? (a - b) / seconds : null);
  const packets = now.packets + now.lost;
  const frames = now.frames + now.dropped;
  const keys = first === null ? 0 : now.keys - first.keys;
  const kbps = before === null ? null : rate(now.bytes * 8, before.bytes * 8);
  return {
    rttMs: now.rttMs,
    kbps: kbps === null ? null : kbps / 1000,
    fps: before === null ? null : rate(now.frames, before.frames),
    keySeconds: keys > 1 && first !== null ? (now.atMs - first.atMs) / 1000 / keys : null,
    lossPercent: packets > 0 ? (now.lost / packets) * 100 : null,
    droppedPercent: frames > 0 ? (now.dropped / frames) * 100 : null,
    freezes: now.freezes,
  };
}

export interface LivePictureOptions {
  readonly url: string;
  token(renew?: boolean): Promise<string>;
  onState(state: PictureState): void;
}

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15_000;
/** Asked for and no connection by then: given up and asked for again. */
const PATIENCE_MS = 8000;

/** A WHEP picture that comes back by itself, for any number of video elements. */
export class LivePicture {
  state: PictureState = "waiting";
  stream: MediaStream | null = null;
  /** Asked for to first decoded frame, ms; null before it. */
  joinMs: number | null = null;
  #session: WhepSession | null = null;
  #timer = 0;
  #attempt = 0;
  #run = 0;
  #asked = 0;
  #first: Counters | null = null;
  #before: Counters | null = null;
  readonly #videos = new Set<HTMLVideoElement>();

  constructor(readonly options: LivePictureOptions) {}

  /** Shows it in an element too; muted, as every picture of these pages. */
  attach(video: HTMLVideoElement): void {
    video.muted = true;
    video.autoplay = true;
    video.playsInline = true;
    video.disablePictureInPicture = true;
    this.#videos.add(video);
    video.addEventListener("loadeddata", this.#loaded);
    this.#give(video);
  }

  detach(video: HTMLVideoElement): void {
    this.#videos.delete(video);
    video.removeEventListener("loadeddata", this.#loaded);
    video.srcObject = null;
  }

  readonly #loaded = (): void => {
    if (this.stream !== null) {
      this.joinMs ??= Math.round(performance.now() - this.#asked);
      this.#set("live");
    }
  };

  start(): void {
    if (this.#session === null) {
      void this.#open(++this.#run);
    }
  }

  stop(): void {
    this.#run++;
    clearTimeout(this.#timer);
    this.#drop();
    this.#set("waiting");
  }

  async measure(nowMs: number): Promise<Figures> {
    const session = this.#session;
    if (session === null) {
      return NO_FIGURES;
    }
    const report = Array.from((await session.peer.getStats()) as unknown as Iterable<[string, Raw]>, ([, raw]) => raw);
    const now = countersOf(report, nowMs);
    const out = figuresOf(this.#first, this.#before, now);
    this.#first ??= now;
    this.#before = now;
    return out;
  }

  async #open(run: number): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#failed(run), PATIENCE_MS);
    this.#asked = performance.now();
    try {
      const session = await openWhep({ url: this.options.url, token: await this.options.token(this.#attempt > 1) });
      if (run !== this.#run) {
        session.close();
        return;
      }
      this.#session = session;
      this.stream = session.stream;
      session.peer.addEventListener("connectionstatechange", () => {
        const { connectionState } = session.peer;
        if (run !== this.#run) {
          return;
        }
        if (connectionState === "connected") {
          clearTimeout(this.#timer);
          this.#attempt = 0;
        } else if (connectionState === "failed" || connectionState === "disconnected") {
          this.#failed(run);
        }
      });
      for (const video of this.#videos) {
        this.#give(video);
      }
    } catch {
      this.#failed(run);
    }
  }

  #failed(run: number): void {
    if (run !== this.#run) {
      return;
    }
    const next = ++this.#run;
    clearTimeout(this.#timer);
    this.#drop();
    this.#set("lost");
    this.#timer = window.setTimeout(() => void this.#open(next), Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempt++));
  }

  #drop(): void {
    this.#session?.close();
    this.#session = null;
    this.stream = null;
    this.#first = null;
    this.#before = null;
  }

  #give(video: HTMLVideoElement): void {
    if (this.stream !== null && video.srcObject !== this.stream) {
      video.srcObject = this.stream;
      video.play().catch(() => undefined);
    }
  }

  #set(state: PictureState): void {
    if (this.state !== state) {
      this.state = state;
      this.options.onState(state);
    }
  }
}
