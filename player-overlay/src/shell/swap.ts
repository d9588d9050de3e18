import type { BuildRef } from "../protocol/messages.js";

/**
 * How a player build replaces another: a pure transition function and its effects. One runner
 * (builds.ts) does what it says, one thing after the other, and reports back.
 *
 *   empty ─available→ loading ─loaded→ preparing ─prepared→ waiting ─boundary→ watching ─calm→ steady
 *                        └───────────────┴── failed ──────────┘          └─ failed → the old one again
 *
 * While one is loaded, prepared or waiting, the build on screen plays on untouched.
 */
export type SwapState =
  | { readonly at: "empty" }
  | { readonly at: "steady"; readonly on: string }
  | { readonly at: "loading" | "preparing" | "waiting"; readonly on: string | null; readonly next: BuildRef }
  | { readonly at: "watching"; readonly on: string; readonly old: string; readonly then: BuildRef | null };

export type SwapEvent =
  /** A build is wanted: published, pinned, or taken back to. */
  | { readonly type: "wanted"; readonly build: BuildRef }
  | { readonly type: "loaded"; readonly buildId: string }
  | { readonly type: "prepared"; readonly buildId: string }
  /** It threw, was missing, had the wrong hash, or took too long. */
  | { readonly type: "failed"; readonly buildId: string; readonly code: string; readonly detail: string }
  /** This player is between rounds; `ended` names the rounds known to be over. */
  | { readonly type: "boundary"; readonly ended: string | null }
  /** The watch of a new build is over and it behaved. */
  | { readonly type: "calm"; readonly buildId: string };

export type SwapEffect =
  | { readonly type: "load"; readonly build: BuildRef }
  | { readonly type: "prepare"; readonly buildId: string }
  | { readonly type: "activate"; readonly buildId: string; readonly old: string | null }
  /** Show `old` again in this very frame and throw the failed one away. */
  | { readonly type: "revert"; readonly to: string; readonly failed: string }
  | { readonly type: "dispose"; readonly buildId: string }
  | { readonly type: "report"; readonly outcome: "ready" | "failed"; readonly buildId: string; readonly code: string; readonly detail: string }
  /** Ask whether a boundary is there now. */
  | { readonly type: "ask" };

export const EMPTY: SwapState = { at: "empty" };
/** How long the old build is kept beneath a new one. */
export const WATCH_MS = 5000;
/** Longer than this to load or prepare is a failure. */
export const PATIENCE_MS = 10_000;

type Step = readonly [SwapState, readonly SwapEffect[]];

function load(on: string | null, next: BuildRef, before: readonly SwapEffect[] = []): Step {
  return [{ at: "loading", on, next }, [...before, { type: "load", build: next }]];
}

/** Tells the server which build is on screen from now on. */
function ready(buildId: string): SwapEffect {
  return { type: "report", outcome: "ready", buildId, code: "", detail: "" };
}

/** The state with nothing under way. */
function settled(on: string | null): SwapState {
  return on === null ? EMPTY : { at: "steady", on };
}

export function swap(state: SwapState, event: SwapEvent): Step {
  switch (event.type) {
    case "wanted": {
      const { build } = event;
      switch (state.at) {
        case "empty":
          return load(null, build);
        case "steady":
          return build.buildId === state.on ? [state, []] : load(state.on, build);
        case "watching":
          // One change at a time: the next begins when this one is calm.
          return [{ ...state, then: build.buildId === state.on ? null : build }, []];
        default:
          if (build.buildId === state.next.buildId) {
            return [{ ...state, next: build }, state.at === "waiting" ? [{ type: "ask" }] : []];
          }
          if (build.buildId === state.on) {
            return [settled(state.on), [{ type: "dispose", buildId: state.next.buildId }]];
          }
          return load(state.on, build, [{ type: "dispose", buildId: state.next.buildId }]);
      }
    }
    case "loaded":
      return state.at === "loading" && state.next.buildId === event.buildId ? [{ ...state, at: "preparing" }, [{ type: "prepare", buildId: event.buildId }]] : [state, []];
    case "prepared": {
      if (state.at !== "preparing" || state.next.buildId !== event.buildId) {
        return [state, []];
      }
      if (state.on === null) {
        return [{ at: "steady", on: event.buildId }, [{ type: "activate", buildId: event.buildId, old: null }, ready(event.buildId)]];
      }
      return [{ ...state, at: "waiting" }, [{ type: "ask" }]];
    }
    case "failed": {
      const { buildId, code, detail } = event;
      const report: SwapEffect = { type: "report", outcome: "failed", buildId, code, detail };
      if (state.at === "watching" && state.on === buildId) {
        const back: Step = [{ at: "steady", on: state.old }, [{ type: "revert", to: state.old, failed: buildId }, report, ready(state.old)]];
        return state.then === null || state.then.buildId === buildId || state.then.buildId === state.old ? back : load(state.old, state.then, back[1]);
      }
      if ((state.at === "loading" || state.at === "preparing" || state.at === "waiting") && state.next.buildId === buildId) {
        return [settled(state.on), [{ type: "dispose", buildId }, report]];
      }
      return [state, state.at === "steady" && state.on === buildId ? [report] : []];
    }
    case "boundary": {
      if (state.at !== "waiting" || state.on === null) {
        return [state, []];
      }
      if (state.next.after !== undefined && state.next.after !== null && state.next.after !== event.ended) {
        return [state, []];
      }
      return [{ at: "watching", on: state.next.buildId, old: state.on, then: null }, [{ type: "activate", buildId: state.next.buildId, old: state.on }, ready(state.next.buildId)]];
    }
    case "calm": {
      if (state.at !== "watching" || state.on !== event.buildId) {
        return [state, []];
      }
      const gone: SwapEffect = { type: "dispose", buildId: state.old };
      return state.then === null ? [{ at: "steady", on: state.on }, [gone]] : load(state.on, state.then, [gone]);
    }
  }
}
