import type { Coup, Winner } from "./cards.js";

/** Rows of both roads. */
export const ROWS = 6;

/** A cell of the bead plate: every coup has one, top down, then the next column. */
export interface Bead {
  readonly column: number;
  readonly row: number;
  readonly winner: Winner;
  readonly playerPair: boolean;
  readonly bankerPair: boolean;
}

/** @param coups oldest first */
export function beadPlate(coups: readonly Coup[], rows = ROWS): Bead[] {
  return coups.map(({ winner, playerPair, bankerPair }, i) => ({ column: Math.floor(i / rows), row: i % rows, winner, playerPair, bankerPair }));
}

/** A cell of the big road: one coup that somebody won, with the ties that followed it. */
export interface RoadCell {
  readonly column: number;
  readonly row: number;
  readonly winner: "player" | "banker";
  readonly ties: number;
}

export interface BigRoad {
  readonly cells: readonly RoadCell[];
  /** Ties before anybody won: their stroke stands in the first cell's place. */
  readonly leadingTies: number;
  readonly columns: number;
}

/**
 * The big road: a streak runs down, a new winner begins the next column; where the way down ends
 * or is taken, the streak turns right and stays in its row (the dragon's tail). Ties are strokes on
 * the cell before them and never take a cell.
 *
 * @param coups oldest first
 */
export function bigRoad(coups: readonly Coup[], rows = ROWS): BigRoad {
  const cells: RoadCell[] = [];
  const taken = new Set<string>();
  const free = (column: number, row: number) => row < rows && !taken.has(`${column},${row}`);
  let leadingTies = 0;
  let head = -1;
  let turned = false;
  for (const { winner } of coups) {
    const last = cells.at(-1);
    if (winner === "tie") {
      if (last === undefined) {
        leadingTies++;
      } else {
        cells[cells.length - 1] = { ...last, ties: last.ties + 1 };
      }
      continue;
    }
    let column: number;
    let row: number;
    if (last === undefined || last.winner !== winner) {
      // Tails lie in lower rows; only one that turned in the first row stands in the way.
      do {
        head++;
      } while (!free(head, 0));
      column = head;
      row = 0;
      turned = false;
    } else {
      turned ||= !free(last.column, last.row + 1);
      column = turned ? last.column + 1 : last.column;
      row = turned ? last.row : last.row + 1;
    }
    taken.add(`${column},${row}`);
    cells.push({ column, row, winner, ties: last === undefined ? leadingTies : 0 });
  }
  return { cells, leadingTies: cells.length === 0 ? leadingTies : 0, columns: Math.max(cells.length === 0 && leadingTies > 0 ? 1 : 0, ...cells.map((cell) => cell.column + 1)) };
}

/** How often each side won. */
export function tally(coups: readonly Coup[]): Readonly<Record<Winner, number>> {
  const count = (winner: Winner) => coups.filter((coup) => coup.winner === winner).length;
  return { banker: count("banker"), player: count("player"), tie: count("tie") };
}

/** The leftmost column that is shown when only `width` fit: the newest always does. */
export function firstColumn(columns: number, width: number): number {
  return Math.max(0, columns - width);
}
