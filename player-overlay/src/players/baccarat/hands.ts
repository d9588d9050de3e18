import type { ServerMessage } from "../../protocol/messages.js";
import type { TableView } from "../../shell/contract.js";
import type { Card, Side } from "./cards.js";

/** The cards on the table as they fall. */
export interface Hands {
  readonly round: string;
  /** False while cards may have been missed: then only the result tells. */
  readonly whole: boolean;
  readonly player: readonly Card[];
  readonly banker: readonly Card[];
}

export const NO_HANDS: Hands = { round: "", whole: false, player: [], banker: [] };

const MOST_CARDS = 3;

/** The hands after the view changed, by the message that changed it. */
export function handsAfter(before: Hands, view: TableView, cause: ServerMessage | null): Hands {
  const round = view.round;
  if (round === null) {
    return NO_HANDS;
  }
  const known = before.round === round.round;
  // Seen while bets are taken: then no card can have fallen yet.
  let hands: Hands = known ? before : { round: round.round, whole: round.phase === "open", player: [], banker: [] };
  if (cause?.type === "welcome" && round.phase !== "open") {
    hands = { ...hands, whole: false };
  }
  const result = round.result;
  if (result !== null && "player" in result) {
    return { round: round.round, whole: true, player: result.player, banker: result.banker };
  }
  if (cause?.type === "round.progress" && cause.body.round === round.round && cause.body.kind === "card" && hands.whole) {
    const side: Side | null = cause.body.to === "player" || cause.body.to === "banker" ? cause.body.to : null;
    const card = cause.body.card;
    if (side !== null && card !== undefined && hands[side].length < MOST_CARDS) {
      hands = { ...hands, [side]: [...hands[side], card] };
    }
  }
  return hands;
}
