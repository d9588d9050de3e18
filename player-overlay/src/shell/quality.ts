import type { EngineStats } from "../media/engines.js";
import type { EngineKind } from "../media/policy.js";
import { shellWords as W } from "../strings/shell.js";
import type { Pip } from "./chrome.js";

export interface Figures {
  readonly rttMs: number | null;
  /** Lost share of the last interval, 0 to 1. */
  readonly loss: number;
}

const GOOD_RTT_MS = 80;
const FAIR_RTT_MS = 250;
const FAIR_LOSS = 0.005;
const WEAK_LOSS = 0.03;

/** Bars and words for the connection. */
export function pipOf({ rttMs, loss }: Figures, engine: EngineKind | null, failing: boolean): Pip {
  if (failing) {
    return { bars: 1, text: W.pip.reconnecting, name: W.pip.reconnecting };
  }
  if (engine === "hls") {
    return { bars: 5, text: W.pip.standard, name: W.pip.standard };
  }
  const rtt = rttMs === null ? "" : `${Math.max(1, Math.round(rttMs))} ms`;
  if (loss >= WEAK_LOSS) {
    return { bars: 2, text: W.pip.weak(`${Math.round(loss * 100)} %`), name: W.pip.weakSlow };
  }
  if (rttMs !== null && rttMs > FAIR_RTT_MS) {
    return { bars: 2, text: `${W.pip.weakSlow} · ${rtt}`, name: W.pip.weakSlow };
  }
  if (loss >= FAIR_LOSS || (rttMs !== null && rttMs > GOOD_RTT_MS)) {
    return { bars: 3, text: rtt, name: W.pip.fair };
  }
  return { bars: 4, text: rtt, name: W.pip.good };
}

/** The connection's figures from one second to the next, and their digest for the server. */
export class Quality {
  last: Figures = { rttMs: null, loss: 0 };
  #stats: EngineStats = {};

  async measure(read: () => Promise<EngineStats>): Promise<void> {
    const before = this.#stats;
    const now = await read().catch((): EngineStats => ({}));
    const lost = (now.packetsLost ?? 0) - (before.packetsLost ?? 0);
    const got = (now.packetsReceived ?? 0) - (before.packetsReceived ?? 0);
    this.#stats = now;
    this.last = { rttMs: now.rttMs ?? null, loss: lost > 0 && got >= 0 ? lost / (lost + got) : 0 };
  }

  digest(picture: { readonly engine: EngineKind | null; readonly joinMs: number | null }, clockBoundUs: number): Record<string, number | string> {
    const out: Record<string, number | string> = { engine: picture.engine ?? "none" };
    if (picture.joinMs !== null) {
      out.joinMs = picture.joinMs;
    }
    if (Number.isFinite(clockBoundUs)) {
      out.clockBoundUs = Math.round(clockBoundUs);
    }
    for (const [name, value] of Object.entries(this.#stats)) {
      if (typeof value === "number") {
        out[name] = Math.round(value * 10) / 10;
      }
    }
    return out;
  }
}
