import type { Micros } from "../../protocol/messages.js";
import type { TableView } from "../../shell/contract.js";
import { gameWords as W } from "../../strings/games.js";

/** The state of the round for the eye: each has a colour, a shape in the ring, and words. */
export type RingState = "open" | "last" | "closed" | "next" | "voided" | "wait";

export interface RingView {
  readonly state: RingState;
  /** Whole seconds inside the ring; null shows the lock, or nothing while unknown. */
  readonly seconds: number | null;
  /** How much of the arc is left, 0 to 1. */
  readonly part: number;
  readonly words: string;
}

export const LAST_BETS_S = 5;

function countdown(until: Micros, from: Micros, now: Micros): { readonly seconds: number; readonly part: number } {
  const left = Math.max(0, until - now);
  return { seconds: Math.ceil(left / 1e6), part: Math.min(1, left / Math.max(1, until - from)) };
}

export function ringOf(view: TableView, now: Micros): RingView {
  const round = view.round;
  if (round === null) {
    return { state: "wait", seconds: null, part: 0, words: W.phase.wait };
  }
  switch (round.phase) {
    case "open": {
      const { seconds, part } = countdown(round.closesAt, round.openedAt, now);
      if (seconds === 0) {
        return { state: "closed", seconds: null, part: 0, words: W.phase.closed };
      }
      return seconds < LAST_BETS_S ? { state: "last", seconds, part, words: W.phase.last } : { state: "open", seconds, part, words: W.phase.open };
    }
    case "closed":
      return { state: "closed", seconds: null, part: 0, words: W.phase.closed };
    case "held":
      return { state: "closed", seconds: null, part: 0, words: W.phase.held };
    case "resulted":
    case "settled":
    case "voided": {
      const state = round.phase === "voided" ? "voided" : "next";
      const words = state === "voided" ? W.phase.voided : W.phase.next;
      if (view.nextOpensAt === null || view.outcome === null) {
        return { state, seconds: null, part: 1, words };
      }
      const { seconds, part } = countdown(view.nextOpensAt, view.outcome.at, now);
      return { state, seconds: seconds === 0 ? null : seconds, part, words };
    }
  }
}

/** Whether bets are taken, for the eye. */
export function betting(view: TableView, now: Micros): boolean {
  const { state } = ringOf(view, now);
  return state === "open" || state === "last";
}
