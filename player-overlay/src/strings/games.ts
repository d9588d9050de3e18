/** Every word a person reads lies in this folder, one file for each part that is loaded by itself; English now. */

export const gameWords = {
  phase: {
    open: "Place your bets",
    last: "Last bets",
    closed: "No more bets",
    held: "The table checks the result",
    next: "Next round",
    voided: "Round void",
    wait: "Waiting for the table",
  },
  left: (s: number) => `${s} s left`,
  /** Ids of rounds may be long; a person needs the part that changes. */
  round(id: string) {
    const count = /(?:^|-)(\d{1,12})$/.exec(id)?.[1];
    return `Round ${count !== undefined ? Number(count).toLocaleString("en") : id.length > 12 ? `…${id.slice(-6)}` : id}`;
  },
  balance: "Balance",
  totalBet: "Total bet",
  bet: "Bet",
  lastWin: "Last win",
  rules: (v: string) => `rules ${v}`,
  tableTime: "table time",
  undo: "Undo",
  double: "×2",
  doubleName: "Double all bets",
  rebet: "Rebet",
  rebetName: (amount: string) => `Rebet ${amount}`,
  chips: "Chip value",
  chip: (amount: string) => `Chip ${amount}`,
  tooDear: (amount: string) => `Chip ${amount}, more than your balance`,
  bets: "Bets",
  results: "Last results, newest first",
  noWin: "No win",
  noBets: "No bets in this round",
  stakedBalance: (stake: string, balance: string) => `staked ${stake} · balance ${balance}`,
  returned: (back: string, stake: string) => `returned ${back} · staked ${stake}`,
  voidTitle: (amount: string) => `Round void: ${amount} returned`,
  voidNothing: "Round void",
  onSpots: (amount: string, n: number) => (n === 1 ? `${amount} on 1 spot` : `${amount} on ${n} spots`),
  spots: (n: number) => (n === 1 ? "1 spot" : `${n} spots`),
  badge: (version: string) => `Player build ${version}`,
  after: (version: string) => `${version} after this round`,
  say: {
    open: (s: number) => `Place your bets, ${s} seconds`,
    seconds: (s: number) => `${s} seconds`,
    closed: "No more bets",
    up: (amount: string) => `you are up ${amount}`,
    down: (amount: string) => `you are down ${amount}`,
    even: "you are even",
    voided: (amount: string) => `Round void, ${amount} returned`,
  },
  reason: { ball_left_wheel: "The ball left the wheel", dealer_error: "An error at the table", sensor_mismatch: "The result could not be confirmed", timeout: "The round was not finished in time", restart: "The table was interrupted", misdeal: "An error in the deal", equipment: "Something at the table failed", studio_lost: "The studio was cut off", core_fault: "A fault of the house", wrong_result: "The result was wrong", security: "A check by the house" } as Readonly<Record<string, string>>,
} as const;

interface RefusalContext {
  readonly amount: string;
  readonly spot: string;
  readonly min: string;
  readonly max: string;
  readonly step: string;
  readonly balance: string;
}

type Refusal = (c: RefusalContext) => readonly [title: string, detail: string];

const notTaken: (c: RefusalContext) => string = (c) => `${c.amount} on ${c.spot} was not taken.`;

/** Refusal codes of a bet in words, each saying what was *not* done. */
export const refusals: Readonly<Record<string, Refusal>> = {
  betting_closed: (c) => ["Bet refused: betting has closed", notTaken(c)],
  unknown_round: (c) => ["Bet refused: this round is over", notTaken(c)],
  cancelled_before: (c) => ["Bet taken back", notTaken(c)],
  currency_mismatch: (c) => ["Bet refused: other currency", notTaken(c)],
  unknown_spot: (c) => ["Bet refused", notTaken(c)],
  invalid_stake: (c) => ["Bet refused: not a stake", notTaken(c)],
  below_minimum: (c) => ["Under the minimum of this table", `The least is ${c.min}. ${notTaken(c)}`],
  above_maximum: (c) => ["Over the limit for this spot", `A spot takes up to ${c.max}. ${notTaken(c)}`],
  step: (c) => ["Bet refused: stakes go in steps", `Steps of ${c.step}. ${notTaken(c)}`],
  table_limit: (c) => ["Over the limit of this table", notTaken(c)],
  liability_limit: (c) => ["Over the limit of this round", notTaken(c)],
  limit_reached: (c) => ["You have reached your limit", notTaken(c)],
  insufficient_funds: (c) => ["Not enough balance", `${c.balance} left, the bet is ${c.amount}.`],
  overloaded: (c) => ["The table is very busy", notTaken(c)],
};

export const otherRefusal: Refusal = (c) => ["Bet refused", notTaken(c)];
export const cancelRefused = ["Bet stays on", "It could not be taken back."] as const;

export const rouletteWords = {
  kinds: {
    straight: "Number",
    split: "Split",
    street: "Street",
    trio: "Trio",
    corner: "Corner",
    first_four: "First four",
    six_line: "Six line",
    dozen: "Dozen",
    column: "Column",
    red: "Red",
    black: "Black",
    odd: "Odd",
    even: "Even",
    low: "1–18",
    high: "19–36",
  },
  dozens: ["1st dozen", "2nd dozen", "3rd dozen"],
  columns: ["Column 1", "Column 2", "Column 3"],
  dozenLabels: ["1ST 12", "2ND 12", "3RD 12"],
  colours: { red: "Red", black: "Black", green: "Green" },
  columnLabel: "2:1",
  evenLabel: "EVEN",
  oddLabel: "ODD",
  pays: (odds: number) => `pays ${odds}:1`,
  payNamed: (odds: number) => `pays ${odds} to 1`,
  stakeOn: (amount: string) => `${amount} on it`,
  racetrack: "Racetrack",
  neighbours: "Neighbours",
  neighboursOf: (n: number, k: number) => `${n} and ${k} neighbours on each side`,
  fewer: "Fewer neighbours",
  more: "More neighbours",
  sectors: { tier: "TIER", orphelins: "ORPH.", voisins: "VOISINS", zero: "ZERO" },
  sectorNames: { tier: "Tiers du cylindre", orphelins: "Orphelins", voisins: "Voisins du zéro", zero: "Jeu zéro" },
} as const;
