import { describe, expect, it } from "vitest";
import { chipFamily, chipLabel } from "../../src/players/common/chips.js";
import { betting, ringOf } from "../../src/players/common/phase.js";
import { doubled, merge, onFelt, rebet, spendable, total, undoTarget } from "../../src/players/common/slips.js";
import { pocketTraits, spotName, spotTitle } from "../../src/players/roulette/words.js";
import { spotOf, type Spot } from "../../src/players/roulette/spots.js";
import { moneyOf } from "../../src/protocol/money.js";
import type { RoundView, Slip, TableView } from "../../src/shell/contract.js";
import { initial } from "../../src/shell/table.js";

const slip = (key: string, state: Slip["state"], ...items: [string, number][]): Slip => ({ key, bet: `b${key}`, round: "r", state, items: items.map(([spot, stakeMinor]) => ({ spot, stakeMinor })) });
const round = (more: Partial<RoundView> = {}): RoundView => ({ round: "r", phase: "open", openedAt: 0, closesAt: 20_000_000, calcVer: "roulette-1.0.0", result: null, reason: "", ...more });
const view = (more: Partial<TableView> = {}): TableView => ({ ...initial("roulette-1"), badge: { buildId: "", semver: "", name: "", pending: null }, round: round(), balanceMinor: 10_000, ...more });

describe("the bet model", () => {
  const slips = [slip("1", "accepted", ["red", 500]), slip("2", "sending", ["red", 500], ["straight:17", 100]), slip("3", "undoing", ["odd", 900]), slip("4", "void", ["even", 100])];

  it("adds up what lies on the felt, without what is taken or given back", () => {
    expect(onFelt(slips)).toEqual([
      { spot: "red", stakeMinor: 1_000 },
      { spot: "straight:17", stakeMinor: 100 },
    ]);
    expect(total(onFelt(slips))).toBe(1_100);
  });

  it("undoes the last slip that is still there, answered or not", () => {
    expect(undoTarget(slips)?.key).toBe("2");
    expect(undoTarget(slips.slice(0, 1))?.key).toBe("1");
    expect(undoTarget([slip("3", "undoing", ["odd", 900]), slip("5", "settled", ["odd", 900])])).toBeNull();
    expect(undoTarget([])).toBeNull();
  });

  it("doubles all of it in one slip", () => {
    expect(doubled(slips)).toEqual(onFelt(slips));
  });

  it("bets the last round's stakes again, as long as the felt is empty", () => {
    const lastStakes = [
      { spot: "red", stakeMinor: 500 },
      { spot: "red", stakeMinor: 100 },
    ];
    expect(rebet(view({ lastStakes }))).toEqual([{ spot: "red", stakeMinor: 600 }]);
    expect(rebet(view({ lastStakes, slips: slips.slice(0, 1) }))).toEqual([]);
  });

  it("counts what is on its way as spent", () => {
    expect(spendable(view({ slips }))).toBe(10_000 - 600);
  });

  it("merges without losing a cent", () => {
    expect(total(merge(slips.flatMap((s) => s.items)))).toBe(total(slips.flatMap((s) => s.items)));
  });
});

describe("the ring", () => {
  it("counts down whole seconds in table time, rounding up", () => {
    expect(ringOf(view(), 0)).toEqual({ state: "open", seconds: 20, part: 1, words: "Place your bets" });
    expect(ringOf(view(), 9_000_001)).toMatchObject({ seconds: 11, state: "open" });
    expect(ringOf(view(), 10_000_000)).toMatchObject({ seconds: 10, part: 0.5 });
  });

  it("changes its words below five seconds, and closes for the eye before the server does", () => {
    expect(ringOf(view(), 15_000_000)).toMatchObject({ state: "open", seconds: 5 });
    expect(ringOf(view(), 16_000_000)).toMatchObject({ state: "last", seconds: 4, words: "Last bets" });
    expect(ringOf(view(), 19_999_999)).toMatchObject({ state: "last", seconds: 1 });
    expect(ringOf(view(), 20_000_000)).toMatchObject({ state: "closed", seconds: null, words: "No more bets" });
    expect(betting(view(), 19_999_999)).toBe(true);
    expect(betting(view(), 20_000_000)).toBe(false);
  });

  it.each([
    ["closed", "closed", "No more bets"],
    ["held", "closed", "The table checks the result"],
    ["resulted", "next", "Next round"],
    ["settled", "next", "Next round"],
    ["voided", "voided", "Round void"],
  ] as const)("says of a round that is %s: %s, “%s”", (phase, state, words) => {
    expect(ringOf(view({ round: round({ phase }) }), 5)).toMatchObject({ state, words, seconds: null });
    expect(betting(view({ round: round({ phase }) }), 5)).toBe(false);
  });

  it("waits for a first round, and counts to the next one when it can be expected", () => {
    expect(ringOf(view({ round: null }), 5)).toMatchObject({ state: "wait", words: "Waiting for the table" });
    const outcome = { round: "r", kind: "settled", result: null, stakedMinor: 0, returnedMinor: 0, netMinor: 0, reason: "", at: 30_000_000 } as const;
    const over = view({ round: round({ phase: "settled" }), outcome, nextOpensAt: 38_000_000 });
    expect(ringOf(over, 34_000_000)).toMatchObject({ state: "next", seconds: 4, part: 0.5 });
    expect(ringOf(over, 39_000_000)).toMatchObject({ seconds: null, part: 0 });
  });
});

describe("chips", () => {
  it.each([
    [100, 2, "1", "c1"],
    [500, 2, "5", "c5"],
    [2_500, 2, "25", "c25"],
    [7_200, 2, "72", "c25"],
    [10_000, 2, "100", "c100"],
    [50_000, 2, "500", "c500"],
    [100_000, 2, "1k", "c1k"],
    [125_000, 2, "1.2k", "c1k"],
    [1_000_000, 2, "10k", "c1k"],
    [150, 2, "1.5", "c1"],
    [5, 0, "5", "c5"],
    [5_000, 3, "5", "c5"],
    [250_000_000, 2, "2.5m", "c1k"],
  ])("print %i with exponent %i as %s", (minor, exponent, label, family) => {
    expect(chipLabel(minor, exponent)).toBe(label);
    expect(chipFamily(minor, exponent)).toBe(family);
  });
});

describe("words for spots", () => {
  const name = (spot: string, stake = 0) => spotName(spotOf(spot) as Spot, stake, moneyOf("EUR", 2));

  it.each([
    ["corner:8-9-11-12", "Corner 8 · 9 · 11 · 12"],
    ["straight:17", "17"],
    ["split:0-2", "Split 0 · 2"],
    ["six_line:1-2-3-4-5-6", "Six line 1–6"],
    ["first_four", "First four"],
    ["dozen:2", "2nd dozen"],
    ["dozen:3", "3rd dozen"],
    ["column:3", "Column 3"],
    ["low", "1–18"],
    ["red", "Red"],
  ])("call %s “%s”", (spot, title) => {
    expect(spotTitle(spotOf(spot) as Spot)).toBe(title);
  });

  it("say what a reader needs: numbers, payout, stake", () => {
    expect(name("corner:8-9-11-12", 500)).toBe("Corner 8 9 11 12, pays 8 to 1, €5 on it");
    expect(name("straight:0")).toBe("0, pays 35 to 1");
  });

  it("describe a pocket", () => {
    expect(pocketTraits(17)).toBe("Black · Odd · 1–18 · 2nd dozen");
    expect(pocketTraits(36)).toBe("Red · Even · 19–36 · 3rd dozen");
    expect(pocketTraits(0)).toBe("Green");
  });
});
