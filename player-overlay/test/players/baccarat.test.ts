import { describe, expect, it } from "vitest";
import { coupOf, movesOf, spotOutcome, totalOf, valueOf, type Coup } from "../../src/players/baccarat/cards.js";
import { handsAfter, NO_HANDS } from "../../src/players/baccarat/hands.js";
import { spotsOf } from "../../src/players/baccarat/spots.js";
import type { ServerMessage } from "../../src/protocol/messages.js";
import type { Phase, TableView } from "../../src/shell/contract.js";
import { initial } from "../../src/shell/table.js";

const hand = (cards: string) => (cards === "" ? [] : cards.split(" "));
const coup = (player: string, banker: string) => coupOf({ player: hand(player), banker: hand(banker) }) as Coup;

describe("cards", () => {
  it("count ace one, ten and pictures nothing", () => {
    expect(Array.from("A23456789TJQK").map((rank) => valueOf(`${rank}S`))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0]);
  });

  it.each([
    ["", 0],
    ["9S", 9],
    ["9S 9D", 8],
    ["KS QD", 0],
    ["7H 8C", 5],
    ["5H 5D 5C", 5],
    ["AS 9H", 0],
    ["9S 9D 9H", 7],
  ])("total %s as %i", (cards, total) => {
    expect(totalOf(hand(cards))).toBe(total);
  });

  it("decide who wins, and what pairs there are", () => {
    expect(coup("6H KS", "2D 3C 9H")).toEqual({ winner: "player", player: 6, banker: 4, playerPair: false, bankerPair: false, playerCards: 2, bankerCards: 3 });
    expect(coup("9S 9D", "QH QC 9D")).toMatchObject({ winner: "banker", playerPair: true, bankerPair: true });
    // Ten and king count alike and are no pair; the third card makes none either.
    expect(coup("TS KD", "4H 5C 5D")).toMatchObject({ playerPair: false, bankerPair: false });
    expect(coup("4C 3S", "3H 4D").winner).toBe("tie");
    expect(coupOf({ pocket: 17 })).toBeNull();
    expect(coupOf(null)).toBeNull();
  });
});

describe("the third-card rule", () => {
  it("says nothing before four cards lie", () => {
    expect(movesOf(hand("6H"), hand(""))).toEqual({ player: null, banker: null });
    expect(movesOf(hand("6H KS"), hand("2D"))).toEqual({ player: null, banker: null });
  });

  it("stands on a natural on either side", () => {
    expect(movesOf(hand("9H KS"), hand("2D 3C"))).toEqual({ player: "stands", banker: "stands" });
    expect(movesOf(hand("2H KS"), hand("5D 3C"))).toEqual({ player: "stands", banker: "stands" });
  });

  it("lets the banker play like the player when the player stands", () => {
    expect(movesOf(hand("6H KS"), hand("2D 3C"))).toEqual({ player: "stands", banker: "draws" });
    expect(movesOf(hand("7H KS"), hand("2D 4C"))).toEqual({ player: "stands", banker: "stands" });
  });

  it("leaves the banker open until the player's third card lies", () => {
    expect(movesOf(hand("5H KS"), hand("2D 4C"))).toEqual({ player: "draws", banker: null });
  });

  // Banker's total, then for the player's third card of value 0 to 9: D draws, S stands.
  it.each([
    ["KD TC", "DDDDDDDDDD"],
    ["AD TC", "DDDDDDDDDD"],
    ["2D TC", "DDDDDDDDDD"],
    ["3D TC", "DDDDDDDDSD"],
    ["4D TC", "SSDDDDDDSS"],
    ["5D TC", "SSSSDDDDSS"],
    ["6D TC", "SSSSSSDDSS"],
    ["7D TC", "SSSSSSSSSS"],
  ])("has a banker of %s do %s", (banker, expected) => {
    const got = Array.from("TA23456789").map((rank) => (movesOf(hand(`2H 3S ${rank}C`), hand(banker)).banker === "draws" ? "D" : "S"));
    expect(got.join("")).toBe(expected);
  });
});

describe("spots", () => {
  it("are the main three where the ruleset knows no more, or is not known", () => {
    expect(spotsOf("baccarat-1.0.0").map((s) => s.name)).toEqual(["player", "tie", "banker"]);
    expect(spotsOf("baccarat-9.0.0").map((s) => s.name)).toEqual(["player", "tie", "banker"]);
  });

  it.each([
    ["player", "6H KS", "2D 3C 9H", "won"],
    ["banker", "6H KS", "2D 3C 9H", "lost"],
    ["player", "4C 3S", "3H 4D", "push"],
    ["banker", "4C 3S", "3H 4D", "push"],
    ["tie", "4C 3S", "3H 4D", "won"],
    ["tie", "6H KS", "2D 3C 9H", "lost"],
    ["player_pair", "9S 9D", "2D 3C", "won"],
    ["banker_pair", "9S 9D", "2D 3C", "lost"],
    ["dragon7", "2S 4D", "2H 2C 3D", "won"],
    ["dragon7", "2S 4D", "4H 3C", "lost"],
    ["panda8", "2S 3D 3H", "2H 5C", "won"],
    ["panda8", "5S 3D", "2H 5C", "lost"],
    ["unheard_of", "5S 3D", "2H 5C", "lost"],
  ])("%s with %s against %s is %s", (spot, player, banker, outcome) => {
    expect(spotOutcome(spot, coup(player, banker))).toBe(outcome);
  });
});

describe("hands as they fall", () => {
  const view = (phase: Phase, round = "b-1", result: TableView["round"] extends infer R ? (R extends { result: infer T } ? T : never) : never = null): TableView => ({
    ...initial("baccarat-1"),
    badge: { buildId: "", semver: "", name: "", pending: null },
    round: { round, phase, openedAt: 0, closesAt: 1, calcVer: "baccarat-1.0.0", result, reason: "" },
  });
  const card = (to: string, name: string, round = "b-1") => ({ type: "round.progress", seq: 1, tableTime: 1, body: { round, kind: "card", card: name, to } }) as ServerMessage;

  it("grow card by card in a round seen from its opening", () => {
    let hands = handsAfter(NO_HANDS, view("open"), null);
    for (const [to, name] of [["player", "6H"], ["banker", "2D"], ["player", "KS"]] as const) {
      hands = handsAfter(hands, view("closed"), card(to, name));
    }
    expect(hands).toMatchObject({ player: ["6H", "KS"], banker: ["2D"] });
  });

  it("wait for the result where cards may have been missed", () => {
    const joined = handsAfter(NO_HANDS, view("closed"), card("banker", "3C"));
    expect(joined).toMatchObject({ whole: false, player: [], banker: [] });
    expect(handsAfter(joined, view("resulted", "b-1", { player: ["6H", "KS"], banker: ["2D", "3C", "9H"] }), null)).toMatchObject({ player: ["6H", "KS"], banker: ["2D", "3C", "9H"] });
  });

  it("begin anew with the next round, and pass over another round's cards and a fourth one", () => {
    let hands = handsAfter(NO_HANDS, view("open"), null);
    for (const name of ["2H", "3H", "4H", "5H"]) {
      hands = handsAfter(hands, view("closed"), card("player", name));
    }
    expect(hands.player).toEqual(["2H", "3H", "4H"]);
    expect(handsAfter(hands, view("closed"), card("banker", "9C", "b-0")).banker).toEqual([]);
    expect(handsAfter(hands, view("open", "b-2"), null)).toMatchObject({ round: "b-2", player: [], banker: [] });
  });
});
