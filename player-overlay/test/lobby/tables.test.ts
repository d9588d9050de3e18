import { describe, expect, it } from "vitest";
import { tablesOf } from "../../src/lobby/tables.js";

describe("the list of tables", () => {
  it("is read bare or held, of ids or of tables", () => {
    expect(tablesOf([{ table: "roulette-1", game: "roulette", viewers: 3 }])).toEqual([{ table: "roulette-1", game: "roulette", viewers: 3 }]);
    expect(tablesOf({ tables: ["roulette-1"] })).toEqual([{ table: "roulette-1", game: "", viewers: null }]);
  });

  it("leaves out what is no table", () => {
    expect(tablesOf([null, 5, {}, { table: 7 }])).toEqual([]);
    expect(tablesOf(null)).toEqual([]);
    expect(tablesOf({ tables: "x" })).toEqual([]);
  });
});
