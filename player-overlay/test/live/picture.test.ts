import { describe, expect, it } from "vitest";
import { countersOf, figuresOf, NO_FIGURES, type Counters } from "../../src/live/picture.js";

const at = (more: Partial<Counters>): Counters => ({ atMs: 0, bytes: 0, frames: 0, keys: 0, packets: 0, lost: 0, dropped: 0, freezes: 0, rttMs: null, ...more });

describe("figures of a picture", () => {
  it("come from the video's report and the nominated pair", () => {
    const report = [
      { type: "inbound-rtp", kind: "audio", bytesReceived: 9 },
      { type: "inbound-rtp", kind: "video", bytesReceived: 1000, framesDecoded: 30, keyFramesDecoded: 2, packetsReceived: 99, packetsLost: 1, framesDropped: 3, freezeCount: 1 },
      { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
      { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.042 },
    ];
    expect(countersOf(report, 5)).toEqual({ atMs: 5, bytes: 1000, frames: 30, keys: 2, packets: 99, lost: 1, dropped: 3, freezes: 1, rttMs: 42 });
    expect(countersOf([{ type: "inbound-rtp", kind: "audio" }], 5)).toBeNull();
  });

  it("are unknown before there is a picture, and rates before there are two readings", () => {
    expect(figuresOf(null, null, null)).toEqual(NO_FIGURES);
    const first = figuresOf(null, null, at({ atMs: 1000, packets: 50, frames: 30 }));
    expect(first.kbps).toBeNull();
    expect(first.fps).toBeNull();
    expect(first.keySeconds).toBeNull();
    expect(first.lossPercent).toBe(0);
  });

  it("are rates between two readings and shares of everything so far", () => {
    const first = at({ atMs: 0, keys: 1 });
    const before = at({ atMs: 10_000, bytes: 1_000_000, frames: 300, keys: 11, packets: 990, lost: 5, dropped: 0 });
    const now = at({ atMs: 12_000, bytes: 1_625_000, frames: 360, keys: 13, packets: 1990, lost: 10, dropped: 40, freezes: 2, rttMs: 8 });
    // 625,000 bytes in 2 s are 2.5 Mbit/s; 60 frames in 2 s; 12 keyframes in 12 s; 10 of 2,000 packets; 40 of 400 frames.
    expect(figuresOf(first, before, now)).toEqual({ rttMs: 8, kbps: 2500, fps: 30, keySeconds: 1, lossPercent: 0.5, droppedPercent: 10, freezes: 2 });
  });
});
