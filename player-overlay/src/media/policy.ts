/**
 * Which engine plays, and when to change it: a pure transition function. The runner in
 * picture.ts opens and closes what it is told and reports back.
 *
 * WebRTC first. A lost connection is replaced make-before-break; after two failures in a row the
 * standard video (LL-HLS) takes over, and WebRTC is tried again ever more rarely beneath it.
 */
export type EngineKind = "webrtc" | "hls";

export interface MediaState {
  /** What is on screen. */
  readonly on: EngineKind | null;
  /** What is being opened beneath it. */
  readonly opening: EngineKind | null;
  readonly failures: number;
  /** Fixed by the person or the address (`?engine=hls`). */
  readonly forced: EngineKind | null;
  readonly retryMs: number;
}

export type MediaEvent =
  | { readonly type: "start" }
  | { readonly type: "shown"; readonly engine: EngineKind }
  | { readonly type: "failed"; readonly engine: EngineKind }
  | { readonly type: "timer" }
  | { readonly type: "force"; readonly engine: EngineKind }
  | { readonly type: "wake" };

export type MediaAction = { readonly type: "open"; readonly engine: EngineKind } | { readonly type: "timer"; readonly ms: number };

export const FAILURES_TO_HLS = 2;
const FIRST_BACKOFF_MS = 500;
const LAST_BACKOFF_MS = 10_000;
/** How long standard video stays before WebRTC is tried again; doubled each time it fails again. */
export const WAY_BACK_MS = 30_000;
const LAST_WAY_BACK_MS = 600_000;

export const START: MediaState = { on: null, opening: null, failures: 0, forced: null, retryMs: WAY_BACK_MS };

export function step(state: MediaState, event: MediaEvent): readonly [MediaState, readonly MediaAction[]] {
  const open = (engine: EngineKind, next: MediaState = state): readonly [MediaState, readonly MediaAction[]] => [{ ...next, opening: engine }, [{ type: "open", engine }]];
  switch (event.type) {
    case "start":
      return open(state.forced ?? "webrtc");
    case "force":
      return state.on === event.engine && state.opening === null ? [{ ...state, forced: event.engine }, []] : open(event.engine, { ...state, forced: event.engine });
    case "shown": {
      const next: MediaState = { ...state, on: event.engine, opening: null, failures: 0 };
      if (event.engine === "hls" && state.forced === null) {
        return [next, [{ type: "timer", ms: state.retryMs }]];
      }
      return [{ ...next, retryMs: event.engine === "webrtc" ? WAY_BACK_MS : state.retryMs }, []];
    }
    case "failed": {
      if (state.on === "hls" && event.engine === "webrtc") {
        const retryMs = Math.min(LAST_WAY_BACK_MS, state.retryMs * 2);
        return [{ ...state, opening: null, retryMs }, [{ type: "timer", ms: retryMs }]];
      }
      const failures = state.failures + 1;
      const next: MediaState = { ...state, opening: null, failures };
      if (event.engine === "webrtc" && state.forced === null && failures >= FAILURES_TO_HLS) {
        return open("hls", next);
      }
      if (failures === 1 && state.on === event.engine) {
        return open(event.engine, next);
      }
      return [next, [{ type: "timer", ms: Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1)) }]];
    }
    case "timer":
    case "wake":
      if (state.opening !== null) {
        return [state, []];
      }
      if (state.forced !== null) {
        return state.on === state.forced && state.failures === 0 ? [state, []] : open(state.forced);
      }
      if (event.type === "wake" && state.failures === 0) {
        return [state, []];
      }
      return state.on === "webrtc" && state.failures === 0 ? [state, []] : open("webrtc");
  }
}
