import { describe, expect, it } from "vitest";
import type { Coup, Winner } from "../../src/players/baccarat/cards.js";
import { beadPlate, bigRoad, firstColumn, tally } from "../../src/players/baccarat/roads.js";

const WINNERS: Readonly<Record<string, Winner>> = { P: "player", B: "banker", T: "tie" };

/** `PPBT`: coups, oldest first. */
function coups(letters: string): Coup[] {
  return Array.from(letters).map((letter) => ({ winner: WINNERS[letter] as Winner, player: 0, banker: 0, playerPair: false, bankerPair: false, playerCards: 2, bankerCards: 2 }));
}

/** The big road as rows of text: a letter a cell, `.` free, a digit after the letter for its ties. */
function drawn(letters: string): string[] {
  const road = bigRoad(coups(letters));
  const rows = Array.from({ length: 6 }, () => Array.from({ length: road.columns }, () => " . "));
  for (const { column, row, winner, ties } of road.cells) {
    (rows[row] as string[])[column] = ` ${winner === "player" ? "P" : "B"}${ties === 0 ? " " : String(ties)}`;
  }
  return rows.map((cells) => cells.join("").trimEnd());
}

describe("the bead plate", () => {
  it("fills columns of six from the top", () => {
    expect(beadPlate(coups("BBPTPPBP")).map((b) => [b.column, b.row, b.winner])).toEqual([
      [0, 0, "banker"],
      [0, 1, "banker"],
      [0, 2, "player"],
      [0, 3, "tie"],
      [0, 4, "player"],
      [0, 5, "player"],
      [1, 0, "banker"],
      [1, 1, "player"],
    ]);
  });
});

describe("the big road", () => {
  it("runs down in a streak and begins a column for a new winner", () => {
    expect(drawn("BPPPB")).toEqual([" B  P  B", " .  P  .", " .  P  .", " .  .  .", " .  .  .", " .  .  ."]);
  });

  it("writes ties as strokes on the cell before them, never as cells", () => {
    expect(drawn("BTTPTP")).toEqual([" B2 P1", " .  P", " .  .", " .  .", " .  .", " .  ."]);
  });

  it("goes on with the streak over a tie", () => {
    expect(drawn("PTP")[1]).toBe(" P");
  });

  it("keeps ties before the first winner for its cell", () => {
    expect(drawn("TTB")[0]).toBe(" B2");
    expect(bigRoad(coups("TT"))).toEqual({ cells: [], leadingTies: 2, columns: 1 });
    expect(bigRoad([])).toEqual({ cells: [], leadingTies: 0, columns: 0 });
  });

  it("turns right at the bottom: a dragon's tail", () => {
    expect(drawn("BBBBBBBB")).toEqual([" B  .  .", " B  .  .", " B  .  .", " B  .  .", " B  .  .", " B  B  B"]);
  });

  it("begins the next column beside the tail's head, and turns above the tail", () => {
    expect(drawn("BBBBBBBBPPPPPP")).toEqual([" B  P  .", " B  P  .", " B  P  .", " B  P  .", " B  P  P", " B  B  B"]);
  });

  it("stays in its row once it has turned, though the way down is free again", () => {
    // The first tail ends in column 2; the second turned above it and goes on past its end.
    expect(drawn("BBBBBBBBPPPPPPPP")).toEqual([" B  P  .  .  .", " B  P  .  .  .", " B  P  .  .  .", " B  P  .  .  .", " B  P  P  P  P", " B  B  B  .  ."]);
  });

  it("stacks three dragons", () => {
    expect(drawn("BBBBBBBPPPPPPBBBBBB")).toEqual([" B  P  B  .  .", " B  P  B  .  .", " B  P  B  .  .", " B  P  B  B  B", " B  P  P  .  .", " B  B  .  .  ."]);
  });
});

it("counts wins", () => {
  expect(tally(coups("BPTTB"))).toEqual({ banker: 2, player: 1, tie: 2 });
});

it("shows the newest columns when not all fit", () => {
  expect([3, 12, 15].map((columns) => firstColumn(columns, 12))).toEqual([0, 0, 3]);
});
