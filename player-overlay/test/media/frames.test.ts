import { describe, expect, it } from "vitest";
import { captureOf, FrameClock } from "../../src/media/frames.js";

const anchor = { programId: "p", rtpBase: 1_000, tableTime: 1_700_000_000_000_000, clockId: "c", epoch: 1 };
const TURN_US = (2 ** 32 / 90_000) * 1e6;

describe("the capture time of a frame", () => {
  it("is the anchor's at its base, and 90 ticks are a millisecond", () => {
    expect(captureOf(anchor, 1_000, anchor.tableTime)).toBe(anchor.tableTime);
    expect(captureOf(anchor, 1_090, anchor.tableTime)).toBe(anchor.tableTime + 1_000);
  });

  it("goes on past the wrap of RTP time", () => {
    const wrapped = (1_000 + 2 ** 32 + 9_000) % 2 ** 32;
    expect(captureOf(anchor, wrapped, anchor.tableTime + TURN_US)).toBeCloseTo(anchor.tableTime + TURN_US + 100_000, 0);
  });

  it.each([0, 1, 2, 53, 700])("finds the right turn %i wraps after the anchor, near its beginning and its end", (turns) => {
    for (const ticks of [1, 90_000, 2 ** 31, 2 ** 32 - 2]) {
      const truth = anchor.tableTime + turns * TURN_US + (ticks * 1e6) / 90_000;
      const rtp = (1_000 + ticks) % 2 ** 32;
      expect(Math.abs(captureOf(anchor, rtp, truth + 80_000) - truth)).toBeLessThan(2);
      expect(Math.abs(captureOf(anchor, rtp, truth - 500_000) - truth)).toBeLessThan(2);
    }
  });

  it("is before the anchor for a frame that was captured before it", () => {
    expect(captureOf(anchor, 1_000 - 90, anchor.tableTime)).toBe(anchor.tableTime - 1_000);
  });
});

describe("the frame clock", () => {
  it("keeps the newest frame and tells its listeners", () => {
    const clock = new FrameClock();
    let told = 0;
    clock.onFrame(() => told++);
    clock.presented(10, 500);
    clock.presented(43, null);
    expect([clock.frames, clock.lastFrameMs, clock.capture, told]).toEqual([2, 43, null, 2]);
  });
});
