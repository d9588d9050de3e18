import type { Money } from "../../protocol/money.js";
import { rouletteWords as R } from "../../strings/games.js";
import { colourOf, type Spot } from "./spots.js";

/** "Corner 8 · 9 · 11 · 12", "17", "Red". */
export function spotTitle(spot: Spot, between = " · "): string {
  switch (spot.kind) {
    case "straight":
      return String(spot.numbers[0]);
    case "split":
    case "street":
    case "trio":
    case "corner":
      return `${R.kinds[spot.kind]} ${spot.numbers.join(between)}`;
    case "six_line":
      return `${R.kinds.six_line} ${spot.numbers[0] ?? ""}–${spot.numbers.at(-1) ?? ""}`;
    case "dozen":
      return R.dozens[(spot.numbers[0] ?? 1) > 24 ? 2 : (spot.numbers[0] ?? 1) > 12 ? 1 : 0];
    case "column":
      return R.columns[((spot.numbers[0] ?? 1) - 1) as 0 | 1 | 2];
    default:
      return R.kinds[spot.kind];
  }
}

/** A spot's accessible name: "Corner 8 9 11 12, pays 8 to 1, €5.00 on it". */
export function spotName(spot: Spot, stakeMinor: number, money: Money): string {
  const parts = [spotTitle(spot, " "), R.payNamed(spot.odds)];
  if (stakeMinor > 0) {
    parts.push(R.stakeOn(money.short(stakeMinor)));
  }
  return parts.join(", ");
}

/** "Black · Odd · 1–18 · 2nd dozen"; for zero its colour alone. */
export function pocketTraits(n: number): string {
  const colour = R.colours[colourOf(n)];
  if (n === 0) {
    return colour;
  }
  const dozen = R.dozens[n > 24 ? 2 : n > 12 ? 1 : 0];
  return [colour, n % 2 === 0 ? R.kinds.even : R.kinds.odd, n <= 18 ? R.kinds.low : R.kinds.high, dozen].join(" · ");
}
