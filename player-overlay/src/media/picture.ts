import type { Micros } from "../protocol/messages.js";
import { CatchUpGate } from "./catchup.js";
import { openWebRtc, type Engine, type EngineStats } from "./engines.js";
import { captureOf, type FrameClock } from "./frames.js";
import { START, step, type EngineKind, type MediaEvent, type MediaState } from "./policy.js";

/** No first frame by then: this way of playing does not work here. */
const FIRST_FRAME_MS = 8000;
/** Without a new frame for this long the picture counts as stalled. */
export const STALL_MS = 1000;
/** Stalled this long although the connection says it is well: it is not. */
const HOPELESS_MS = 4000;

export type PictureView = "connecting" | "live" | "stalled" | "blocked";

export interface PictureOptions {
  readonly table: string;
  readonly stage: HTMLElement;
  readonly frames: FrameClock;
  readonly forced: EngineKind | null;
  token(): Promise<string>;
  session(): string | null;
  tableNow(): Micros;
  onChange(): void;
}

/** Runs the media policy: opens engines beneath the playing one and flips on their first frame. */
export class Picture {
  #state: MediaState;
  #on: Engine | null = null;
  #opening: { close(): void } | null = null;
  #timer = 0;
  #muted = true;
  #blocked = false;
  #whep: string;
  #hopelessFrom = Infinity;
  readonly #gate = new CatchUpGate();
  readonly #started = performance.now();
  /** Page opened to first frame, ms; null before it. */
  joinMs: number | null = null;

  constructor(readonly options: PictureOptions) {
    this.#state = { ...START, forced: options.forced };
    this.#whep = `/whep/${encodeURIComponent(options.table)}`;
  }

  start(): void {
    this.#feed({ type: "start" });
  }

  get engine(): EngineKind | null {
    return this.#on?.kind ?? null;
  }

  get failing(): boolean {
    return this.#state.failures > 0 || (this.#on !== null && this.#state.opening !== null);
  }

  view(nowMs: number): PictureView {
    if (this.#blocked) {
      return "blocked";
    }
    if (this.#on === null) {
      return "connecting";
    }
    return nowMs - this.options.frames.lastFrameMs > STALL_MS ? "stalled" : "live";
  }

  /** Plays by this engine from now on: the person's or the operator's choice. */
  force(engine: EngineKind): void {
    this.#feed({ type: "force", engine });
  }

  /** The server asks to play from elsewhere; the old picture stays until the new one is there. */
  move(whep: string): void {
    this.#whep = whep;
    this.#feed({ type: "force", engine: "webrtc" });
    this.#state = { ...this.#state, forced: this.options.forced };
  }

  /** Pictures before this RTP time come faster than they were made: they are not shown. */
  catchUp(untilRtp: number): void {
    this.#gate.tell(untilRtp, performance.now());
  }

  /** Called about once a second while the page is seen. */
  watch(nowMs: number): void {
    if (this.view(nowMs) !== "stalled" || this.#state.opening !== null) {
      this.#hopelessFrom = Infinity;
      return;
    }
    this.#hopelessFrom = Math.min(this.#hopelessFrom, nowMs + HOPELESS_MS - STALL_MS);
    if (nowMs >= this.#hopelessFrom && this.#on !== null) {
      this.#hopelessFrom = Infinity;
      this.#feed({ type: "failed", engine: this.#on.kind });
    }
  }

  wake(): void {
    this.options.frames.lastFrameMs = Math.max(this.options.frames.lastFrameMs, performance.now());
    this.#feed({ type: "wake" });
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    if (this.#on !== null) {
      this.#on.video.muted = muted;
      this.#play(this.#on.video);
    }
  }

  /** A gesture of the person: playing is allowed now. */
  unblock(): void {
    this.#blocked = false;
    for (const video of this.options.stage.querySelectorAll("video")) {
      this.#play(video);
    }
  }

  stats(): Promise<EngineStats> {
    return this.#on?.stats() ?? Promise.resolve({});
  }

  #feed(event: MediaEvent): void {
    const [state, actions] = step(this.#state, event);
    this.#state = state;
    for (const action of actions) {
      clearTimeout(this.#timer);
      if (action.type === "open") {
        void this.#open(action.engine);
      } else {
        this.#timer = window.setTimeout(() => this.#feed({ type: "timer" }), action.ms);
      }
    }
    this.options.onChange();
  }

  async #open(kind: EngineKind): Promise<void> {
    this.#opening?.close();
    this.#gate.reset(false);
    const { stage, table, frames } = this.options;
    const video = stage.querySelector<HTMLVideoElement>("video:not([data-engine])") ?? document.createElement("video");
    video.dataset.engine = kind;
    video.muted = true;
    video.autoplay = true;
    video.playsInline = true;
    video.disablePictureInPicture = true;
    stage.prepend(video);
    let engine: Engine | null = null;
    let over = false;
    const given = () => over;
    const give = () => {
      if (!over) {
        over = true;
        clearTimeout(late);
        engine?.close();
        video.remove();
      }
    };
    const fail = () => {
      if (over) {
        return;
      }
      if (this.#on?.video === video) {
        // On screen: its last frame stays until another engine has one.
        this.#feed({ type: "failed", engine: kind });
      } else {
        give();
        this.#opening = null;
        this.#feed({ type: "failed", engine: kind });
      }
    };
    const late = setTimeout(() => (this.#on?.video === video ? undefined : fail()), FIRST_FRAME_MS);
    this.#opening = { close: give };
    const seen = (nowMs: number, meta: VideoFrameCallbackMetadata | null) => {
      if (over || engine === null) {
        return;
      }
      if (this.#on?.video !== video) {
        if (kind === "webrtc" && !this.#gate.shows(meta?.rtpTimestamp, nowMs)) {
          return;
        }
        const old = this.#on;
        this.#on = engine;
        this.#opening = null;
        video.classList.add("on");
        video.muted = this.#muted;
        this.joinMs ??= Math.round(nowMs - this.#started);
        if (old !== null) {
          old.close();
          old.video.remove();
        }
        this.#blocked = false;
        this.#feed({ type: "shown", engine: kind });
      }
      frames.presented(nowMs, meta === null ? null : engine.captureOf(meta));
    };
    if ("requestVideoFrameCallback" in video) {
      const next: VideoFrameRequestCallback = (nowMs, meta) => {
        if (!over) {
          video.requestVideoFrameCallback(next);
          seen(nowMs, meta);
        }
      };
      video.requestVideoFrameCallback(next);
    } else {
      (video as HTMLVideoElement).addEventListener("timeupdate", () => seen(performance.now(), null));
    }
    try {
      const token = await this.options.token();
      const session = this.options.session();
      this.#gate.reset(session !== null);
      const request = {
        table,
        whep: this.#whep,
        token,
        session,
        video,
        captureOfRtp: (rtp: number) => (frames.anchor === null ? null : captureOf(frames.anchor, rtp, this.options.tableNow())),
        onFailed: fail,
      };
      engine = kind === "webrtc" ? await openWebRtc(request) : (await import("./hls.js")).openHls(request);
      if (given()) {
        engine.close();
        return;
      }
      this.#play(video);
    } catch {
      fail();
    }
  }

  #play(video: HTMLVideoElement): void {
    video.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError" && video.isConnected) {
        if (!video.muted) {
          // Sound is not allowed yet, the picture is.
          video.muted = true;
          this.#muted = true;
          this.#play(video);
        } else {
          this.#blocked = true;
        }
        this.options.onChange();
      }
    });
  }
}
