import { describe, expect, it } from "vitest";
import type { Bet, Bodies, ServerMessage, ServerType } from "../../src/protocol/messages.js";
import { betweenRounds, initial, mergeItems, reduce, titleOf, type TableState } from "../../src/shell/table.js";

const say = <T extends ServerType>(type: T, body: Bodies[T], tableTime = 0): ServerMessage => ({ type, seq: 1, tableTime, body }) as ServerMessage;
const after = (state: TableState, ...messages: ServerMessage[]) => messages.reduce((s, message) => reduce(s, { type: "server", message }), state);

const item = (spot: string, stakeMinor: number, creditMinor?: number) => ({ spot, stakeMinor, ...(creditMinor === undefined ? {} : { creditMinor }) });
const bet = (key: string, state: Bet["state"], items = [item("red", 500)], more: Partial<Bet> = {}): Bet => ({ bet: `b-${key}`, idempotencyKey: key, round: "r1", state, items, ...more });
const opened = say("round.opened", { round: "r1", table: "t", calcVer: "roulette-1.0.0", rulesHash: "h", limitsVer: "1", openedAt: 1_000_000, closesAt: 21_000_000, displayClosesAt: 20_700_000 });
const open = after({ ...initial("roulette-1"), balanceMinor: 10_000 }, opened);
const sent = (state: TableState, key: string, items = [item("red", 500)]) => reduce(state, { type: "placed", key, round: "r1", items });

describe("the table as a player sees it", () => {
  it("names a table by its id", () => {
    expect(titleOf("roulette-1")).toBe("Roulette 1");
  });

  it("opens a round with the time that counts for the eye", () => {
    expect(open.round).toMatchObject({ round: "r1", phase: "open", openedAt: 1_000_000, closesAt: 20_700_000, calcVer: "roulette-1.0.0" });
  });

  it("takes a snapshot whole", () => {
    const state = after(
      initial("roulette-1"),
      say("welcome", {
        session: "s",
        build: null,
        resumed: false,
        snapshot: {
          table: "roulette-1",
          round: { round: "r1", table: "t", state: "betting", calcVer: "c", rulesHash: "h", openedAt: 1, closesAt: 9 },
          openBets: [bet("a", "accepted"), bet("old", "accepted", [item("odd", 100)], { round: "r0" })],
          balanceMinor: 7,
          currency: "JPY",
          exponent: 0,
          limits: { minMinor: 1, maxMinor: 50, stepMinor: 1 },
          chips: [5, 1],
          lastResults: [{ pocket: 3 }],
          anchor: null,
        },
      }),
    );
    expect(state).toMatchObject({ balanceMinor: 7, currency: "JPY", exponent: 0, chips: [1, 5], lastResults: [{ pocket: 3 }], limits: { maxMinor: 50 } });
    expect(state.round).toMatchObject({ phase: "open", closesAt: 9 });
    // A bet of a held round before is no bet of this one.
    expect(state.slips.map((s) => s.key)).toEqual(["a"]);
  });

  it.each([
    ["betting", "open"],
    ["closed", "closed"],
    ["result", "resulted"],
    ["held", "held"],
    ["parked", "held"],
    ["settled", "settled"],
    ["void", "voided"],
    ["something_new", "closed"],
  ])("reads the round state %s as %s", (state, phase) => {
    const round = { round: "r", table: "t", state, calcVer: "c", rulesHash: "h", openedAt: 1, closesAt: 2 };
    const snapshot = { table: "t", round, openBets: [], balanceMinor: 0, currency: "EUR", exponent: 2, limits: null, chips: [], lastResults: [], anchor: null };
    expect(after(initial("t"), say("welcome", { session: "s", build: null, resumed: false, snapshot })).round?.phase).toBe(phase);
  });

  it("keeps what was sent and not answered on the felt across a reconnect", () => {
    const round = { round: "r1", table: "t", state: "betting", calcVer: "c", rulesHash: "h", openedAt: 1, closesAt: 2 };
    const snapshot = { table: "t", round, openBets: [bet("a", "accepted")], balanceMinor: 0, currency: "EUR", exponent: 2, limits: null, chips: [], lastResults: [], anchor: null };
    const state = after(sent(sent(open, "a"), "b"), say("welcome", { session: "s", build: null, resumed: false, snapshot }));
    expect(state.slips.map((s) => [s.key, s.state])).toEqual([["a", "accepted"], ["b", "sending"]]);
  });

  it("changes nothing on a resumed welcome", () => {
    expect(after(open, say("welcome", { session: "s", build: null, resumed: true }))).toEqual(open);
  });

  it("puts a slip on the felt at once and confirms it with its balance", () => {
    const waiting = sent(open, "a");
    expect(waiting.slips).toMatchObject([{ key: "a", bet: null, state: "sending" }]);
    expect(waiting.balanceMinor).toBe(10_000);
    const taken = after(waiting, say("bet.accepted", bet("a", "accepted", undefined, { balanceMinor: 9_500 })));
    expect(taken.slips).toMatchObject([{ key: "a", bet: "b-a", state: "accepted" }]);
    expect(taken.balanceMinor).toBe(9_500);
    // A repeat has the very same bytes and changes nothing more.
    expect(after(taken, say("bet.accepted", bet("a", "accepted", undefined, { balanceMinor: 9_500 })))).toEqual(taken);
  });

  it("takes a refused slip off the felt", () => {
    expect(after(sent(open, "a"), say("bet.rejected", bet("a", "refused", undefined, { code: "betting_closed", balanceMinor: 10_000 }))).slips).toEqual([]);
    expect(after(sent(open, "a"), say("error", { code: "malformed", idempotencyKey: "a" })).slips).toEqual([]);
    expect(after(sent(open, "a"), say("error", { code: "overloaded", idempotencyKey: "a" })).slips).toHaveLength(1);
  });

  it("takes a slip back, answered by the cancel's key", () => {
    const taken = after(sent(open, "a"), say("bet.accepted", bet("a", "accepted", undefined, { balanceMinor: 9_500 })));
    const undoing = reduce(taken, { type: "undoing", key: "a", cancelKey: "c" });
    expect(undoing.slips).toMatchObject([{ key: "a", state: "undoing" }]);
    const gone = after(undoing, say("bet.cancelled", { idempotencyKey: "c", bet: "b-a", placeKey: "a", round: "r1", state: "cancelled", items: [], balanceMinor: 10_000 }));
    expect(gone.slips).toEqual([]);
    expect(gone.balanceMinor).toBe(10_000);
  });

  it("stays undone when the answer to the bet comes after its cancel was sent", () => {
    const undoing = reduce(sent(open, "a"), { type: "undoing", key: "a", cancelKey: "c" });
    const late = after(undoing, say("bet.accepted", bet("a", "accepted", undefined, { balanceMinor: 9_500 })));
    expect(late.slips).toMatchObject([{ state: "undoing" }]);
    expect(after(late, say("bet.cancelled", { idempotencyKey: "c", placeKey: "a", round: "r1", state: "cancelled", items: [], balanceMinor: 10_000 })).slips).toEqual([]);
  });

  it("takes away a bet that another tab cancelled", () => {
    const taken = after(sent(open, "a"), say("bet.accepted", bet("a", "accepted")));
    expect(after(taken, say("bet.cancelled", { idempotencyKey: "x", bet: "b-a", round: "r1", state: "cancelled", items: [] })).slips).toEqual([]);
  });

  it("leaves a bet where it was when its cancel is refused", () => {
    const taken = after(sent(open, "a"), say("bet.accepted", bet("a", "accepted")));
    const undoing = reduce(taken, { type: "undoing", key: "a", cancelKey: "c" });
    expect(after(undoing, say("bet.rejected", { idempotencyKey: "c", placeKey: "a", round: "r1", state: "accepted", items: [], code: "betting_closed" })).slips).toMatchObject([{ key: "a", state: "accepted" }]);
    expect(after(undoing, say("error", { code: "malformed", idempotencyKey: "c" })).slips).toMatchObject([{ key: "a", state: "accepted" }]);
  });

  it("shows a bet that another tab of the same player placed", () => {
    expect(after(open, say("bet.accepted", bet("elsewhere", "accepted"))).slips).toMatchObject([{ key: "elsewhere", state: "accepted" }]);
    expect(after(open, say("bet.accepted", bet("elsewhere", "accepted", undefined, { round: "r9" }))).slips).toEqual([]);
  });

  const played = after(sent(open, "a", [item("red", 500), item("straight:3", 100)]), say("bet.accepted", bet("a", "accepted", [item("red", 500), item("straight:3", 100)], { balanceMinor: 9_400 })), say("round.closed", { round: "r1", at: 21_000_000 }));

  it("reveals the result, then what it means for this player", () => {
    const resulted = after(played, say("round.result", { round: "r1", result: { pocket: 3 }, frame: 1 }));
    expect(resulted.round).toMatchObject({ phase: "resulted", result: { pocket: 3 } });
    expect(resulted.lastResults[0]).toEqual({ pocket: 3 });
    expect(resulted.outcome).toBeNull();
    const settled = after(resulted, say("round.settled", { round: "r1", calcVer: "c", bets: [bet("a", "settled", [item("red", 500, 1_000), item("straight:3", 100, 3_600)])], netMinor: 4_000, balanceMinor: 14_000 }, 29_000_000));
    expect(settled).toMatchObject({ balanceMinor: 14_000, lastWinMinor: 4_600, outcome: { kind: "settled", stakedMinor: 600, returnedMinor: 4_600, netMinor: 4_000, result: { pocket: 3 }, at: 29_000_000 } });
    expect(settled.lastStakes).toEqual([item("red", 500), item("straight:3", 100)]);
    expect(settled.lastResults).toHaveLength(1);
  });

  it("settles without bets for a watcher, keeping the last stakes and win", () => {
    const before = { ...open, lastStakes: [item("odd", 100)], lastWinMinor: 300 };
    const state = after(before, say("round.result", { round: "r1", result: { pocket: 0 } }), say("round.settled", { round: "r1", calcVer: "c" }, 5));
    expect(state).toMatchObject({ balanceMinor: 10_000, lastWinMinor: 300, lastStakes: [item("odd", 100)], outcome: { stakedMinor: 0, netMinor: 0 } });
  });

  it("gives the stakes back when a round is void and remembers them for a rebet", () => {
    const state = after(played, say("round.voided", { round: "r1", reason: "ball_left_wheel", refunds: [bet("a", "void", [item("red", 500), item("straight:3", 100)])] }), say("balance", { balanceMinor: 10_000, currency: "EUR" }));
    expect(state).toMatchObject({ balanceMinor: 10_000, round: { phase: "voided", reason: "ball_left_wheel" }, outcome: { kind: "void", returnedMinor: 600, netMinor: 0 } });
    expect(state.slips.map((s) => s.state)).toEqual(["void"]);
    expect(state.lastStakes).toEqual([item("red", 500), item("straight:3", 100)]);
  });

  it("takes money of a round that is over, and nothing else of it", () => {
    const state = after(open, say("round.settled", { round: "r0", calcVer: "c", bets: [bet("x", "settled")], netMinor: 1, balanceMinor: 12_000 }));
    expect(state).toMatchObject({ balanceMinor: 12_000, round: { phase: "open" }, outcome: null });
    expect(after(open, say("round.closed", { round: "r0", at: 1 })).round?.phase).toBe("open");
    expect(after(open, say("round.voided", { round: "r0", reason: "x" })).outcome).toBeNull();
    expect(after(open, say("round.resettled", { round: "r0", calcVer: "c", balanceMinor: 11_000 })).balanceMinor).toBe(11_000);
  });

  it("holds a round with its reason", () => {
    expect(after(open, say("round.held", { round: "r1", reason: "sensor_mismatch" })).round).toMatchObject({ phase: "held", reason: "sensor_mismatch" });
  });

  it("learns when the next round comes from the round before", () => {
    const settle = (round: string, at: number) => say("round.settled", { round, calcVer: "c" }, at);
    const next = (round: string, openedAt: number) => say("round.opened", { round, table: "t", calcVer: "c", rulesHash: "h", limitsVer: "1", openedAt, closesAt: openedAt + 20_000_000 });
    const first = after(open, settle("r1", 30_000_000));
    expect(first.nextOpensAt).toBeNull();
    const second = after(first, next("r2", 38_000_000), settle("r2", 70_000_000));
    expect(second.nextOpensAt).toBe(78_000_000);
  });

  it("keeps at most twenty results", () => {
    let state = open;
    for (let i = 0; i < 30; i++) {
      state = after(state, say("round.opened", { round: `q${i}`, table: "t", calcVer: "c", rulesHash: "h", limitsVer: "1", openedAt: 0, closesAt: 1 }), say("round.result", { round: `q${i}`, result: { pocket: i % 37 } }));
    }
    expect(state.lastResults).toHaveLength(20);
    expect(state.lastResults[0]).toEqual({ pocket: 29 });
  });

  it("merges stakes by spot in the order of first use", () => {
    expect(mergeItems([item("red", 1), item("odd", 2), item("red", 3)])).toEqual([item("red", 4), item("odd", 2)]);
  });

  it("is between rounds without own bets, or once they are settled or void", () => {
    expect(betweenRounds(initial("t"))).toBe(true);
    expect(betweenRounds(open)).toBe(true);
    expect(betweenRounds(sent(open, "a"))).toBe(false);
    expect(betweenRounds(played)).toBe(false);
    expect(betweenRounds(after(played, say("round.result", { round: "r1", result: { pocket: 3 } })))).toBe(false);
    expect(betweenRounds(after(played, say("round.settled", { round: "r1", calcVer: "c", bets: [bet("a", "settled")] })))).toBe(true);
    expect(betweenRounds(after(played, say("round.voided", { round: "r1", reason: "x" })))).toBe(true);
  });
});
