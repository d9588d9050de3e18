import { describe, expect, it } from "vitest";
import { askTables, tablesOf } from "../../src/live/tables.js";

const roulette = { table: "roulette-1", game: "roulette", program: { signal: "cam-a", since: 5 }, signals: [], round: null, calcVer: "roulette-1.0.0", viewers: 3 };

describe("the list of tables", () => {
  it("is read bare or held in an object", () => {
    expect(tablesOf([roulette])).toEqual([roulette]);
    expect(tablesOf({ tables: [roulette] })).toEqual([roulette]);
  });

  it("gives what is missing a harmless value", () => {
    expect(tablesOf([{ table: "x-1" }])).toEqual([{ table: "x-1", game: "", program: { signal: null, since: null }, signals: [], round: null, calcVer: "", viewers: 0 }]);
  });

  it("leaves out what is no table", () => {
    expect(tablesOf([null, 5, {}, { table: 7 }])).toEqual([]);
    expect(tablesOf(null)).toEqual([]);
    expect(tablesOf({ tables: "x" })).toEqual([]);
  });

  it("tells a gateway that is not there from one that refuses", async () => {
    expect(await askTables(() => Promise.reject(new TypeError("refused")))).toEqual({ ok: false, why: "unreachable" });
    expect(await askTables(() => Promise.resolve(new Response("{}", { status: 503 })))).toEqual({ ok: false, why: "refused" });
    expect(await askTables(() => Promise.resolve(Response.json({ tables: [roulette] })))).toEqual({ ok: true, tables: [roulette] });
  });
});
