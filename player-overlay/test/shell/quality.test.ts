import { describe, expect, it } from "vitest";
import { pipOf, Quality } from "../../src/shell/quality.js";

describe("the connection pip", () => {
  it.each([
    [{ rttMs: 42, loss: 0 }, "webrtc", false, 4, "42 ms"],
    [{ rttMs: 0.4, loss: 0 }, "webrtc", false, 4, "1 ms"],
    [{ rttMs: 140, loss: 0 }, "webrtc", false, 3, "140 ms"],
    [{ rttMs: 40, loss: 0.01 }, "webrtc", false, 3, "40 ms"],
    [{ rttMs: 40, loss: 0.06 }, "webrtc", false, 2, "weak · 6 % loss"],
    [{ rttMs: 400, loss: 0 }, "webrtc", false, 2, "weak · 400 ms"],
    [{ rttMs: null, loss: 0 }, "webrtc", false, 4, ""],
    [{ rttMs: null, loss: 0 }, "hls", false, 5, "standard video"],
    [{ rttMs: 42, loss: 0 }, "webrtc", true, 1, "reconnecting"],
  ] as const)("shows %o by %s (failing: %s) with %i bars and “%s”", (figures, engine, failing, bars, text) => {
    expect(pipOf(figures, engine, failing)).toMatchObject({ bars, text });
  });

  it("measures loss over the last interval, not over the session", async () => {
    const quality = new Quality();
    await quality.measure(() => Promise.resolve({ packetsReceived: 1000, packetsLost: 100 }));
    await quality.measure(() => Promise.resolve({ packetsReceived: 1095, packetsLost: 105, rttMs: 12 }));
    expect(quality.last).toEqual({ rttMs: 12, loss: 0.05 });
    await quality.measure(() => Promise.reject(new Error("gone")));
    expect(quality.last).toEqual({ rttMs: null, loss: 0 });
  });

  it("digests figures for the server, rounded, and leaves out what is unknown", async () => {
    const quality = new Quality();
    await quality.measure(() => Promise.resolve({ rttMs: 12.345, framesDropped: 3 }));
    expect(quality.digest({ engine: "webrtc", joinMs: 321 }, 412.6)).toEqual({ engine: "webrtc", joinMs: 321, clockBoundUs: 413, rttMs: 12.3, framesDropped: 3 });
    expect(new Quality().digest({ engine: null, joinMs: null }, Infinity)).toEqual({ engine: "none" });
  });
});
