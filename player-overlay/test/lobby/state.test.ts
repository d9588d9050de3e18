import { describe, expect, it } from "vitest";
import { cornerOf, coupsOf, filtersOf, headingOf, pipOf, shownTables } from "../../src/lobby/state.js";
import type { Table } from "../../src/live/tables.js";
import type { Phase } from "../../src/shell/contract.js";
import { initial, type TableState } from "../../src/shell/table.js";

const table = (name: string, game: string): Table => ({ table: name, game, program: { signal: null, since: null }, signals: [], round: null, calcVer: "", viewers: 0 });
const two = [table("roulette-1", "roulette"), table("baccarat-1", "baccarat")];

function during(phase: Phase): TableState {
  return { ...initial("t-1"), round: { round: "t-1-1", phase, openedAt: 0, closesAt: 20e6, calcVer: "", result: null, reason: "" } };
}

describe("the corner of a card", () => {
  it("is the ring while bets are taken, in whole seconds", () => {
    const corner = cornerOf(during("open"), "roulette", 9.2e6);
    expect(corner).toMatchObject({ kind: "ring", ring: { state: "open", seconds: 11 } });
    expect(cornerOf(during("open"), "roulette", 17e6)).toMatchObject({ kind: "ring", ring: { state: "last", seconds: 3 } });
  });

  it("says what goes on after the close, each game in its own word", () => {
    expect(cornerOf(during("closed"), "baccarat", 21e6)).toEqual({ kind: "pill", lock: true, words: "Dealing" });
    expect(cornerOf(during("closed"), "roulette", 21e6)).toEqual({ kind: "pill", lock: true, words: "No more bets" });
    expect(cornerOf(during("held"), "roulette", 21e6)).toMatchObject({ kind: "pill", lock: true, words: "The table checks the result" });
    expect(cornerOf(during("settled"), "roulette", 30e6)).toEqual({ kind: "pill", lock: false, words: "Next round" });
    expect(cornerOf(during("voided"), "roulette", 30e6)).toEqual({ kind: "pill", lock: false, words: "Round void" });
  });

  it("is empty while nothing is known", () => {
    expect(cornerOf(initial("t-1"), "roulette", 0)).toEqual({ kind: "none" });
  });
});

describe("filters", () => {
  it("are offered only where there is something to choose", () => {
    expect(filtersOf([table("roulette-1", "roulette"), table("roulette-2", "roulette")])).toEqual([]);
    expect(filtersOf(two).map((f) => f.label)).toEqual(["All", "Roulette", "Baccarat"]);
  });

  it("keep the order of the list", () => {
    expect(shownTables(two, "")).toEqual(two);
    expect(shownTables(two, "baccarat").map((t) => t.table)).toEqual(["baccarat-1"]);
    expect(shownTables(two, "poker")).toEqual([]);
  });
});

describe("the heading", () => {
  it("counts tables in words", () => {
    expect(headingOf(two, "ok", "")).toEqual({ words: "Two tables open. Video starts in under a second.", detail: "", kind: "plain" });
    expect(headingOf([two[0] as Table], "ok", "").words).toMatch(/^One table open/);
  });

  it("tells an empty house from one that cannot be reached", () => {
    expect(headingOf([], "ok", "").kind).toBe("empty");
    expect(headingOf(null, "unreachable", "").kind).toBe("bad");
    expect(headingOf(null, "ok", "")).toMatchObject({ words: "Looking for open tables…", kind: "plain" });
  });

  it("leaves the cards where they are while the house is away", () => {
    expect(headingOf(two, "unreachable", "")).toMatchObject({ kind: "plain", words: "The house cannot be reached. Your balance and bets are safe. Trying again…" });
  });

  it("says which game has no table", () => {
    expect(headingOf([two[0] as Table], "ok", "baccarat").words).toBe("No baccarat table is open just now.");
  });
});

describe("the connection", () => {
  it("is good, fair, weak by its round trip", () => {
    expect(pipOf(42.4, true, true)).toEqual({ bars: 4, words: "Connection good · 42 ms" });
    expect(pipOf(140, true, true).bars).toBe(3);
    expect(pipOf(400, true, true).bars).toBe(2);
    expect(pipOf(0.2, true, true).words).toContain("1 ms");
  });

  it("is being made at first and lost later", () => {
    expect(pipOf(null, false, false).words).toBe("Connecting…");
    expect(pipOf(12, false, true).words).toBe("Connection lost, trying again");
  });
});

it("reads coups oldest first, and skips what is another game's", () => {
  const coups = coupsOf([{ player: ["9S", "TD"], banker: ["2H", "3C"] }, { pocket: 17 }, { player: ["2H", "3C"], banker: ["9S", "TD"] }]);
  expect(coups.map((c) => c.winner)).toEqual(["banker", "player"]);
});
