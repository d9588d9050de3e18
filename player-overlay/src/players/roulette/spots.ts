/** The 157 spots of a single-zero felt: what each covers, what it pays, where it lies. */
export type Kind = "straight" | "split" | "street" | "trio" | "corner" | "first_four" | "six_line" | "dozen" | "column" | "red" | "black" | "odd" | "even" | "low" | "high";

export interface Spot {
  /** The canonical name, as in bets. */
  readonly name: string;
  readonly kind: Kind;
  readonly numbers: readonly number[];
  /** Paid to one. */
  readonly odds: number;
  /**
   * Where it lies, in half cells of the printed felt with the zero to the left: x 0 to 24 from the
   * zero's edge to the columns, y 0 to 6 from the row of 3 to the line under the row of 1.
   */
  readonly x: number;
  readonly y: number;
}

export const RED: ReadonlySet<number> = new Set([1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36]);

export function colourOf(n: number): "red" | "black" | "green" {
  return n === 0 ? "green" : RED.has(n) ? "red" : "black";
}

/** The order of the pockets on the wheel, clockwise from zero. */
export const WHEEL: readonly number[] = [0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14, 31, 9, 22, 18, 29, 7, 28, 12, 35, 3, 26];

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const all = range(1, 36);

function inside(kind: Kind, numbers: readonly number[], odds: number, x: number, y: number): Spot {
  const name = kind === "first_four" ? kind : `${kind}:${numbers.join("-")}`;
  return { name, kind, numbers, odds, x, y };
}

function build(): Spot[] {
  const spots: Spot[] = [inside("straight", [0], 35, -1, 3)];
  /** Column of a number, 0 to 11, and its half-cell row. */
  const cx = (n: number) => 2 * Math.floor((n - 1) / 3) + 1;
  const cy = (n: number) => 5 - 2 * ((n - 1) % 3);
  for (const n of all) {
    spots.push(inside("straight", [n], 35, cx(n), cy(n)));
  }
  for (const n of all) {
    if (n <= 33) {
      spots.push(inside("split", [n, n + 3], 17, cx(n) + 1, cy(n)));
    }
    if (n % 3 !== 0) {
      spots.push(inside("split", [n, n + 1], 17, cx(n), cy(n) - 1));
      if (n <= 33) {
        spots.push(inside("corner", [n, n + 1, n + 3, n + 4], 8, cx(n) + 1, cy(n) - 1));
      }
    }
    if (n % 3 === 1) {
      spots.push(inside("street", [n, n + 1, n + 2], 11, cx(n), 6));
      if (n <= 31) {
        spots.push(inside("six_line", range(n, n + 5), 5, cx(n) + 1, 6));
      }
    }
  }
  for (const n of [1, 2, 3]) {
    spots.push(inside("split", [0, n], 17, 0, cy(n)));
  }
  spots.push(inside("trio", [0, 1, 2], 11, 0, 4), inside("trio", [0, 2, 3], 11, 0, 2), inside("first_four", [0, 1, 2, 3], 8, 0, 6));
  for (const k of [1, 2, 3]) {
    spots.push({ name: `dozen:${k}`, kind: "dozen", numbers: range(12 * k - 11, 12 * k), odds: 2, x: 8 * k - 4, y: 8 });
    spots.push({ name: `column:${k}`, kind: "column", numbers: all.filter((n) => (n - k) % 3 === 0), odds: 2, x: 25, y: 7 - 2 * k });
  }
  const even: readonly (readonly [Kind, (n: number) => boolean])[] = [
    ["low", (n) => n <= 18],
    ["even", (n) => n % 2 === 0],
    ["red", (n) => RED.has(n)],
    ["black", (n) => !RED.has(n)],
    ["odd", (n) => n % 2 === 1],
    ["high", (n) => n >= 19],
  ];
  even.forEach(([kind, covers], i) => spots.push({ name: kind, kind, numbers: all.filter(covers), odds: 1, x: 4 * i + 2, y: 10 }));
  return spots;
}

export const SPOTS: readonly Spot[] = build();
const BY_NAME: ReadonlyMap<string, Spot> = new Map(SPOTS.map((spot) => [spot.name, spot]));

export function spotOf(name: string): Spot | undefined {
  return BY_NAME.get(name);
}

/** `17` or `17/20`, as typed: a number or the split of two neighbours. */
export function spotTyped(typed: string): Spot | undefined {
  const numbers = typed.split("/").map(Number);
  if (numbers.some((n) => !Number.isInteger(n)) || typed === "") {
    return undefined;
  }
  const [a, b] = numbers;
  if (numbers.length === 1) {
    return spotOf(`straight:${a}`);
  }
  return numbers.length === 2 && a !== undefined && b !== undefined ? spotOf(`split:${Math.min(a, b)}-${Math.max(a, b)}`) : undefined;
}

export type Arrow = "left" | "right" | "up" | "down";

const MOVES: Readonly<Record<Arrow, readonly [dx: number, dy: number]>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/**
 * The spot an arrow leads to on the printed felt: half a cell, or a whole one with shift. Where
 * nothing lies at that distance the nearest spot further on in that direction is taken, so every
 * spot can be reached; at the edge the cursor stays.
 */
export function moved(from: Spot, arrow: Arrow, whole: boolean): Spot {
  const [dx, dy] = MOVES[arrow];
  if (whole && from.y <= 6 && from.x >= 0 && from.x <= 24) {
    const exact = SPOTS.find((s) => s.x === from.x + 2 * dx && s.y === from.y + 2 * dy && s.y <= 6);
    if (exact !== undefined) {
      return exact;
    }
  }
  let best = from;
  let least = Infinity;
  for (const spot of SPOTS) {
    const along = (spot.x - from.x) * dx + (spot.y - from.y) * dy;
    if (along <= 0) {
      continue;
    }
    const across = Math.abs((spot.x - from.x) * dy) + Math.abs((spot.y - from.y) * dx);
    // Rows of outside bets are wide and the zero is tall: on the way to them being aside counts little.
    const loose = dy !== 0 ? spot.y > 6 || from.y > 6 : spot.x < 0 || from.x < 0;
    const cost = along + across * (loose ? 0.3 : 4);
    if (cost < least) {
      least = cost;
      best = spot;
    }
  }
  return best;
}
