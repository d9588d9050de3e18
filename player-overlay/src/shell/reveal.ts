import type { Micros, ServerMessage } from "../protocol/messages.js";

/** No message waits longer than this for its frame. */
export const LONGEST_WAIT_MS = 500;

/** What is revealed on a frame, and what must not overtake it. */
function frameOf(m: ServerMessage): Micros | null {
  return m.type === "round.result" || m.type === "round.progress" ? (m.body.frame ?? null) : null;
}

function waitsBehind(m: ServerMessage): boolean {
  return m.type.startsWith("round.") || m.type === "balance";
}

interface Held {
  readonly message: ServerMessage;
  readonly frame: Micros | null;
  readonly untilMs: number;
}

/**
 * Keeps a result back until the picture shows the frame it belongs to: nobody reads the number
 * before the ball has fallen. The core is pure in time: callers say which frame is on screen and
 * how late it is.
 */
export class RevealGate {
  #held: Held[] = [];

  /** Takes a message; what may be shown now is returned, in order. */
  accept(message: ServerMessage, capture: Micros | null, nowMs: number): ServerMessage[] {
    if (message.type === "welcome") {
      // A snapshot holds everything that came before it.
      this.#held = [];
      return [message];
    }
    const frame = frameOf(message);
    if (this.#held.length === 0 ? frame === null || capture === null || capture >= frame : !waitsBehind(message)) {
      return [message];
    }
    this.#held.push({ message, frame, untilMs: nowMs + LONGEST_WAIT_MS });
    return this.release(capture, nowMs);
  }

  /** What has become due: its frame is presented, or it waited long enough. */
  release(capture: Micros | null, nowMs: number): ServerMessage[] {
    let due = 0;
    for (const { frame, untilMs } of this.#held) {
      if (frame !== null && capture !== null && capture < frame && nowMs < untilMs) {
        break;
      }
      due++;
    }
    return this.#held.splice(0, due).map((held) => held.message);
  }

  /** Page time at which something is due at the latest, ms; null if nothing is held. */
  get dueMs(): number | null {
    return this.#held[0]?.untilMs ?? null;
  }
}
