import { describe, expect, it } from "vitest";
import { START, step, WAY_BACK_MS, type MediaEvent, type MediaState } from "../../src/media/policy.js";

function play(from: MediaState, ...events: MediaEvent[]): readonly [MediaState, readonly unknown[]] {
  let state = from;
  let actions: readonly unknown[] = [];
  for (const event of events) {
    [state, actions] = step(state, event);
  }
  return [state, actions];
}

const failed = (engine: "webrtc" | "hls"): MediaEvent => ({ type: "failed", engine });
const shown = (engine: "webrtc" | "hls"): MediaEvent => ({ type: "shown", engine });
const start: MediaEvent = { type: "start" };

describe("the media policy", () => {
  it("begins with WebRTC", () => {
    expect(play(START, start)).toEqual([{ ...START, opening: "webrtc" }, [{ type: "open", engine: "webrtc" }]]);
  });

  it("begins with what the address asks for", () => {
    expect(play({ ...START, forced: "hls" }, start)[1]).toEqual([{ type: "open", engine: "hls" }]);
  });

  it("replaces a lost connection at once, the old picture staying", () => {
    const [state, actions] = play(START, start, shown("webrtc"), failed("webrtc"));
    expect(state).toMatchObject({ on: "webrtc", opening: "webrtc", failures: 1 });
    expect(actions).toEqual([{ type: "open", engine: "webrtc" }]);
  });

  it("goes to standard video after two failures in a row", () => {
    expect(play(START, start, shown("webrtc"), failed("webrtc"), failed("webrtc"))[1]).toEqual([{ type: "open", engine: "hls" }]);
    expect(play(START, start, failed("webrtc"), { type: "timer" }, failed("webrtc"))[1]).toEqual([{ type: "open", engine: "hls" }]);
  });

  it("forgets a failure once a picture is there", () => {
    const [state] = play(START, start, failed("webrtc"), { type: "timer" }, shown("webrtc"));
    expect(state.failures).toBe(0);
  });

  it("tries the way back up from standard video, ever more rarely", () => {
    const [onHls, actions] = play(START, start, failed("webrtc"), { type: "timer" }, failed("webrtc"), shown("hls"));
    expect(actions).toEqual([{ type: "timer", ms: WAY_BACK_MS }]);
    const [trying, opened] = play(onHls, { type: "timer" });
    expect(opened).toEqual([{ type: "open", engine: "webrtc" }]);
    const [again, later] = play(trying, failed("webrtc"));
    expect(later).toEqual([{ type: "timer", ms: 2 * WAY_BACK_MS }]);
    expect(again.on).toBe("hls");
    expect(play(again, { type: "timer" }, shown("webrtc"))[0]).toMatchObject({ on: "webrtc", retryMs: WAY_BACK_MS });
  });

  it("stays with the person's choice", () => {
    const [state, actions] = play(START, start, shown("webrtc"), { type: "force", engine: "hls" });
    expect(actions).toEqual([{ type: "open", engine: "hls" }]);
    expect(play(state, shown("hls"))[1]).toEqual([]);
    expect(play(state, shown("hls"), { type: "force", engine: "hls" })[1]).toEqual([]);
  });

  it("tries a failing standard video again with growing pauses", () => {
    const forced: MediaState = { ...START, forced: "hls" };
    expect(play(forced, start, failed("hls"))[1]).toEqual([{ type: "timer", ms: 500 }]);
    expect(play(forced, start, failed("hls"), { type: "timer" }, failed("hls"))[1]).toEqual([{ type: "timer", ms: 1000 }]);
    expect(play(forced, start, failed("hls"), { type: "timer" })[1]).toEqual([{ type: "open", engine: "hls" }]);
  });

  it("does nothing on waking up when all is well, and hurries when it is not", () => {
    expect(play(START, start, shown("webrtc"), { type: "wake" })[1]).toEqual([]);
    expect(play(START, start, { type: "wake" })[1]).toEqual([]);
    expect(play(START, start, failed("webrtc"), { type: "wake" })[1]).toEqual([{ type: "open", engine: "webrtc" }]);
    expect(play({ ...START, forced: "hls" }, start, shown("hls"), { type: "wake" })[1]).toEqual([]);
  });
});
