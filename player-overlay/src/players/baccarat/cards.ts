import type { Result } from "../../protocol/messages.js";

/** A card as on the wire: rank `A23456789TJQK`, then suit `SHDC`. */
export type Card = string;

export type Side = "player" | "banker";
export type Winner = Side | "tie";

/** What a card counts: ace 1, ten and pictures nothing. */
export function valueOf(card: Card): number {
  const rank = card[0] ?? "";
  return rank === "A" ? 1 : /[2-9]/.test(rank) ? Number(rank) : 0;
}

/** A hand's total: the last digit of the sum. */
export function totalOf(hand: readonly Card[]): number {
  return hand.reduce((sum, card) => sum + valueOf(card), 0) % 10;
}

export interface Coup {
  readonly winner: Winner;
  readonly player: number;
  readonly banker: number;
  readonly playerPair: boolean;
  readonly bankerPair: boolean;
  /** How many cards the banker has: a winning seven of three is a Dragon. */
  readonly bankerCards: number;
  readonly playerCards: number;
}

function isPair(hand: readonly Card[]): boolean {
  return hand.length >= 2 && hand[0]?.[0] === hand[1]?.[0];
}

/** A result of this game, read; null for another game's. */
export function coupOf(result: Result | null | undefined): Coup | null {
  if (result === null || result === undefined || !("player" in result)) {
    return null;
  }
  const player = totalOf(result.player);
  const banker = totalOf(result.banker);
  return {
    winner: player > banker ? "player" : banker > player ? "banker" : "tie",
    player,
    banker,
    playerPair: isPair(result.player),
    bankerPair: isPair(result.banker),
    playerCards: result.player.length,
    bankerCards: result.banker.length,
  };
}

export type Move = "stands" | "draws";

/** Whether the banker draws on a total once the player took a third card of that value. */
function bankerDraws(banker: number, third: number): boolean {
  switch (banker) {
    case 3:
      return third !== 8;
    case 4:
      return third >= 2 && third <= 7;
    case 5:
      return third >= 4 && third <= 7;
    case 6:
      return third === 6 || third === 7;
    default:
      return banker <= 2;
  }
}

/**
 * What each side does next or did, by the third-card rule; null while it is not yet decided.
 * Needs only the cards that lie on the table so far.
 */
export function movesOf(player: readonly Card[], banker: readonly Card[]): Readonly<Record<Side, Move | null>> {
  if (player.length < 2 || banker.length < 2) {
    return { player: null, banker: null };
  }
  const p = totalOf(player.slice(0, 2));
  const b = totalOf(banker.slice(0, 2));
  if (p >= 8 || b >= 8) {
    return { player: "stands", banker: "stands" };
  }
  if (p >= 6) {
    return { player: "stands", banker: b <= 5 ? "draws" : "stands" };
  }
  const third = player[2];
  return { player: "draws", banker: third === undefined ? null : bankerDraws(b, valueOf(third)) ? "draws" : "stands" };
}

/** Which spots a coup wins; `push` where the stake comes back. */
export function spotOutcome(spot: string, coup: Coup): "won" | "lost" | "push" {
  const won = (yes: boolean) => (yes ? "won" : "lost");
  switch (spot) {
    case "player":
    case "banker":
      return coup.winner === "tie" ? "push" : won(coup.winner === spot);
    case "tie":
      return won(coup.winner === "tie");
    case "player_pair":
      return won(coup.playerPair);
    case "banker_pair":
      return won(coup.bankerPair);
    case "dragon7":
      return won(coup.winner === "banker" && coup.banker === 7 && coup.bankerCards === 3);
    case "panda8":
      return won(coup.winner === "player" && coup.player === 8 && coup.playerCards === 3);
    default:
      return "lost";
  }
}
