/** The spots of this game, with what a winning stake brings beside itself. */
export interface Spot {
  readonly name: string;
  readonly odds: string;
}

export const MAIN: readonly Spot[] = [
  { name: "player", odds: "1" },
  { name: "tie", odds: "8" },
  { name: "banker", odds: "0.95" },
];

export const SIDE: readonly Spot[] = [
  { name: "player_pair", odds: "11" },
  { name: "banker_pair", odds: "11" },
  { name: "dragon7", odds: "40" },
  { name: "panda8", odds: "25" },
];

/** Side bets by ruleset; a ruleset that is not listed here is played with the main spots alone, so that nothing is offered that it would refuse. */
const SIDES: Readonly<Record<string, readonly string[]>> = {
  "baccarat-1.0.0": [],
};

/** The spots a round takes bets on. */
export function spotsOf(calcVer: string): Spot[] {
  const sides = SIDES[calcVer] ?? [];
  return [...MAIN, ...SIDE.filter((spot) => sides.includes(spot.name))];
}
