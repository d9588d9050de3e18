import type { Anchor, Micros } from "../protocol/messages.js";

const RTP_PERIOD = 2 ** 32;
const VIDEO_RATE = 90_000;

/**
 * The capture time of a frame from its RTP time. A program's RTP clock is table time, so the
 * anchor is a constant; RTP time wraps every 13¼ hours, and the turn nearest to `near` is meant.
 */
export function captureOf(anchor: Anchor, rtp: number, near: Micros): Micros {
  const ticks = (rtp - anchor.rtpBase) >>> 0;
  const micros = anchor.tableTime + (ticks * 1e6) / VIDEO_RATE;
  const period = (RTP_PERIOD * 1e6) / VIDEO_RATE;
  return micros + Math.round((near - micros) / period) * period;
}

/** Which frame is on screen, in table time, and when the last one came. */
export class FrameClock {
  anchor: Anchor | null = null;
  /** Capture time of the newest presented frame; null while it cannot be known. */
  capture: Micros | null = null;
  /** Page time of the newest frame, ms; for stalls. */
  lastFrameMs = -Infinity;
  frames = 0;
  readonly #listeners = new Set<() => void>();

  onFrame(listener: () => void): void {
    this.#listeners.add(listener);
  }

  presented(nowMs: number, capture: Micros | null): void {
    this.frames++;
    this.lastFrameMs = nowMs;
    this.capture = capture;
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
