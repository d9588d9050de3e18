import { describe, expect, it } from "vitest";
import { EMPTY, swap, type SwapEffect, type SwapEvent, type SwapState } from "../../src/shell/swap.js";
import type { BuildRef } from "../../src/protocol/messages.js";

const ref = (buildId: string, after: string | null = null): BuildRef => ({ buildId, entry: `${buildId}.js`, integrity: "sha384-x", ...(after === null ? {} : { after }) });
const wanted = (buildId: string, after: string | null = null): SwapEvent => ({ type: "wanted", build: ref(buildId, after) });
const failed = (buildId: string): SwapEvent => ({ type: "failed", buildId, code: "threw", detail: "why" });
const boundary = (ended: string | null = null): SwapEvent => ({ type: "boundary", ended });
const steady = (on: string): SwapState => ({ at: "steady", on });
const loading = (on: string | null, next: string): SwapState => ({ at: "loading", on, next: ref(next) });
const preparing = (on: string | null, next: string): SwapState => ({ at: "preparing", on, next: ref(next) });
const waiting = (on: string, next: string, after: string | null = null): SwapState => ({ at: "waiting", on, next: ref(next, after) });
const watching = (on: string, old: string, then: string | null = null): SwapState => ({ at: "watching", on, old, then: then === null ? null : ref(then) });

const load = (b: string): SwapEffect => ({ type: "load", build: ref(b) });
const ready = (buildId: string): SwapEffect => ({ type: "report", outcome: "ready", buildId, code: "", detail: "" });
const bad = (buildId: string): SwapEffect => ({ type: "report", outcome: "failed", buildId, code: "threw", detail: "why" });
const dispose = (buildId: string): SwapEffect => ({ type: "dispose", buildId });
const activate = (buildId: string, old: string | null): SwapEffect => ({ type: "activate", buildId, old });
const ask: SwapEffect = { type: "ask" };

type Row = readonly [what: string, from: SwapState, event: SwapEvent, to: SwapState, effects: readonly SwapEffect[]];

const TABLE: readonly Row[] = [
  ["the first build is loaded", EMPTY, wanted("A"), loading(null, "A"), [load("A")]],
  ["the build on screen again is nothing new", steady("A"), wanted("A"), steady("A"), []],
  ["another build is loaded beneath", steady("A"), wanted("B"), loading("A", "B"), [load("B")]],
  ["the same one told again goes on", loading("A", "B"), wanted("B"), loading("A", "B"), []],
  ["the same one told while it waits asks for a boundary", waiting("A", "B", "r1"), wanted("B"), waiting("A", "B"), [ask]],
  ["back to the one on screen gives the next up", loading("A", "B"), wanted("A"), steady("A"), [dispose("B")]],
  ["back to the one on screen while the next waits", waiting("A", "B"), wanted("A"), steady("A"), [dispose("B")]],
  ["a newer one takes the place of the next", preparing("A", "B"), wanted("C"), loading("A", "C"), [dispose("B"), load("C")]],
  ["a newer one takes the place of the first", loading(null, "A"), wanted("B"), loading(null, "B"), [dispose("A"), load("B")]],
  ["during the watch it is remembered", watching("B", "A"), wanted("C"), watching("B", "A", "C"), []],
  ["during the watch the one on screen is nothing new", watching("B", "A", "C"), wanted("B"), watching("B", "A"), []],

  ["loaded is prepared", loading("A", "B"), { type: "loaded", buildId: "B" }, preparing("A", "B"), [{ type: "prepare", buildId: "B" }]],
  ["a late load of a former next is passed over", loading("A", "C"), { type: "loaded", buildId: "B" }, loading("A", "C"), []],
  ["loaded means nothing elsewhere", steady("A"), { type: "loaded", buildId: "B" }, steady("A"), []],

  ["the first build is shown at once", preparing(null, "A"), { type: "prepared", buildId: "A" }, steady("A"), [activate("A", null), ready("A")]],
  ["a later one waits for the boundary", preparing("A", "B"), { type: "prepared", buildId: "B" }, waiting("A", "B"), [ask]],
  ["a late preparation is passed over", preparing("A", "C"), { type: "prepared", buildId: "B" }, preparing("A", "C"), []],
  ["prepared means nothing elsewhere", EMPTY, { type: "prepared", buildId: "B" }, EMPTY, []],

  ["at the boundary it comes", waiting("A", "B"), boundary(), watching("B", "A"), [activate("B", "A"), ready("B")]],
  ["not before the round it was told for is over", waiting("A", "B", "r7"), boundary("r6"), waiting("A", "B", "r7"), []],
  ["when that round is over", waiting("A", "B", "r7"), boundary("r7"), watching("B", "A"), [activate("B", "A"), ready("B")]],
  ["a boundary without a waiting build is nothing", steady("A"), boundary(), steady("A"), []],
  ["a boundary while loading is nothing", loading("A", "B"), boundary(), loading("A", "B"), []],

  ["a load that fails leaves the old one", loading("A", "B"), failed("B"), steady("A"), [dispose("B"), bad("B")]],
  ["a preparation that fails leaves the old one", preparing("A", "B"), failed("B"), steady("A"), [dispose("B"), bad("B")]],
  ["one that fails while it waits is thrown away", waiting("A", "B"), failed("B"), steady("A"), [dispose("B"), bad("B")]],
  ["the first that fails leaves nothing", loading(null, "A"), failed("A"), EMPTY, [dispose("A"), bad("A")]],
  ["one that fails on screen gives way to the old one", watching("B", "A"), failed("B"), steady("A"), [{ type: "revert", to: "A", failed: "B" }, bad("B"), ready("A")]],
  ["and then to what was wanted meanwhile", watching("B", "A", "C"), failed("B"), loading("A", "C"), [{ type: "revert", to: "A", failed: "B" }, bad("B"), ready("A"), load("C")]],
  ["and to nothing more if the old one is what was wanted", watching("B", "A", "A"), failed("B"), steady("A"), [{ type: "revert", to: "A", failed: "B" }, bad("B"), ready("A")]],
  ["an exception with nothing to go back to is told", steady("A"), failed("A"), steady("A"), [bad("A")]],
  ["a failure of the hidden old one during the watch is passed over", watching("B", "A"), failed("A"), watching("B", "A"), []],
  ["a failure of one that is gone is passed over", loading("A", "C"), failed("B"), loading("A", "C"), []],
  ["also in the beginning", EMPTY, failed("B"), EMPTY, []],

  ["a calm watch ends with the old one's end", watching("B", "A"), { type: "calm", buildId: "B" }, steady("B"), [dispose("A")]],
  ["and begins what was wanted meanwhile", watching("B", "A", "C"), { type: "calm", buildId: "B" }, loading("B", "C"), [dispose("A"), load("C")]],
  ["an earlier watch's end is not this one's", watching("C", "B"), { type: "calm", buildId: "B" }, watching("C", "B"), []],
  ["calm means nothing elsewhere", steady("A"), { type: "calm", buildId: "A" }, steady("A"), []],
];

describe("the swap of builds", () => {
  it.each(TABLE)("%s", (_, from, event, to, effects) => {
    expect(swap(from, event)).toEqual([to, effects]);
  });

  it("has taken every kind of event in every state", () => {
    const states = ["empty", "steady", "loading", "preparing", "waiting", "watching"];
    const events = ["wanted", "loaded", "prepared", "failed", "boundary", "calm"];
    const steps = new Set(TABLE.map(([, from, event]) => `${from.at} ${event.type}`));
    // What nothing follows from leaves the state alone.
    const sample: Record<string, SwapState> = { empty: EMPTY, steady: steady("A"), loading: loading("A", "B"), preparing: preparing("A", "B"), waiting: waiting("A", "B"), watching: watching("B", "A") };
    const quiet: Record<string, SwapEvent> = { wanted: wanted("A"), loaded: { type: "loaded", buildId: "Z" }, prepared: { type: "prepared", buildId: "Z" }, failed: failed("Z"), boundary: boundary(), calm: { type: "calm", buildId: "Z" } };
    for (const at of states) {
      for (const type of events) {
        if (!steps.has(`${at} ${type}`) && type !== "wanted") {
          expect(swap(sample[at] as SwapState, quiet[type] as SwapEvent)[1], `${at} ${type}`).toEqual([]);
        }
      }
    }
  });

  it("never shows none: whatever happens in whatever order, an activated build follows the one before it", () => {
    let seed = 42;
    const next = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
    let state: SwapState = EMPTY;
    let shown: string | null = null;
    const living = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const id = "ABCD"[next(4)] as string;
      const events: SwapEvent[] = [wanted(id), { type: "loaded", buildId: id }, { type: "prepared", buildId: id }, failed(id), boundary(), { type: "calm", buildId: id }];
      const [to, effects]: readonly [SwapState, readonly SwapEffect[]] = swap(state, events[next(events.length)] as SwapEvent);
      for (const effect of effects) {
        if (effect.type === "load") {
          living.add(effect.build.buildId);
        } else if (effect.type === "activate") {
          expect(effect.old).toBe(shown);
          expect(living.has(effect.buildId)).toBe(true);
          shown = effect.buildId;
        } else if (effect.type === "revert") {
          expect(effect.failed).toBe(shown);
          expect(living.has(effect.to)).toBe(true);
          living.delete(effect.failed);
          shown = effect.to;
        } else if (effect.type === "dispose") {
          expect(effect.buildId).not.toBe(shown);
          living.delete(effect.buildId);
        }
      }
      state = to;
      expect("on" in state ? state.on : null).toBe(shown);
    }
    expect(shown).not.toBeNull();
  });
});
