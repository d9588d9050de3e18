import { describe, expect, it } from "vitest";
import { CatchUpGate, liveOnly, LONGEST_MS } from "../../src/media/catchup.js";

describe("the gate for pictures that are not live yet", () => {
  it("shows all where nothing was told", () => {
    expect(new CatchUpGate().shows(5, 0)).toBe(true);
  });

  it("shows the first live picture and those after it", () => {
    const gate = new CatchUpGate();
    gate.tell(90_000, 100);
    expect([89_999, 90_000, 90_001, 500_000].map((rtp) => gate.shows(rtp, 200))).toEqual([false, true, true, true]);
  });

  it("knows the wrap of RTP time", () => {
    const gate = new CatchUpGate();
    gate.tell(3_000, 100);
    expect(gate.shows(2 ** 32 - 6_000, 110)).toBe(false);
    expect(gate.shows(3_000, 110)).toBe(true);
    gate.tell(2 ** 32 - 3_000, 120);
    expect(gate.shows(0, 130)).toBe(true);
    expect(gate.shows(2 ** 32 - 3_001, 130)).toBe(false);
  });

  it("takes the last word", () => {
    const gate = new CatchUpGate();
    gate.tell(90_000, 100);
    gate.tell(96_000, 300);
    expect([gate.shows(93_000, 310), gate.shows(96_000, 320)]).toEqual([false, true]);
  });

  it("never waits longer than catching up can take, counted from the first word", () => {
    const gate = new CatchUpGate();
    gate.tell(90_000, 100);
    gate.tell(96_000, 400);
    expect(gate.shows(1_000, 100 + LONGEST_MS)).toBe(false);
    expect(gate.shows(1_000, 101 + LONGEST_MS)).toBe(true);
  });

  it("shows what comes from a browser that tells no RTP time", () => {
    const gate = new CatchUpGate();
    gate.tell(90_000, 100);
    expect(gate.shows(undefined, 110)).toBe(true);
  });

  it("forgets what was told of the connection before", () => {
    const gate = new CatchUpGate();
    gate.tell(90_000, 100);
    gate.reset(false);
    expect(gate.shows(1_000, 110)).toBe(true);
  });
});

describe("a connection with a session", () => {
  it("shows nothing before the server has said what is live", () => {
    const gate = new CatchUpGate();
    gate.reset(true);
    expect(gate.shows(90_000, 100)).toBe(false);
    gate.tell(93_000, 120);
    expect([gate.shows(90_000, 130), gate.shows(93_000, 140)]).toEqual([false, true]);
  });

  it("waits no longer than that for it, from its first picture on", () => {
    const gate = new CatchUpGate();
    gate.reset(true);
    expect(gate.shows(90_000, 5_000)).toBe(false);
    expect(gate.shows(90_000, 5_000 + LONGEST_MS)).toBe(false);
    expect(gate.shows(90_000, 5_001 + LONGEST_MS)).toBe(true);
  });
});

describe("a page that cannot be told what is not live", () => {
  it("asks for live pictures only, wherever it plays from", () => {
    expect(liveOnly("/whep/roulette-1")).toBe("/whep/roulette-1?join=live");
    expect(liveOnly("https://edge/whep/roulette-1?a=1")).toBe("https://edge/whep/roulette-1?a=1&join=live");
  });
});
