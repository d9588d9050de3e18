import { describe, expect, it } from "vitest";
import { chipsOf, decode, encode, limitsOf, resultsOf } from "../../src/protocol/messages.js";

const frame = (more: object) => JSON.stringify({ type: "round.closed", contractVer: 1, eventVer: 1, seq: 7, tableTime: 1_763_733_600_000_000, body: { round: "r1", at: 5 }, ...more });

describe("the control socket's codec", () => {
  it("reads a known message with its seq and table time", () => {
    expect(decode(frame({}))).toEqual({ ok: true, message: { type: "round.closed", seq: 7, tableTime: 1_763_733_600_000_000, body: { round: "r1", at: 5 } } });
  });

  it("passes over fields that a newer server adds", () => {
    const read = decode(frame({ shard: 3, body: { round: "r1", at: 5, colour: "new" } }));
    expect(read).toMatchObject({ ok: true, message: { type: "round.closed", body: { round: "r1" } } });
  });

  it("counts a message of an unknown type and leaves its content alone", () => {
    expect(decode(frame({ type: "table.weather", body: 12 }))).toEqual({ ok: true, message: { type: "unknown", name: "table.weather", seq: 7, tableTime: 1_763_733_600_000_000 } });
  });

  it.each([
    ["", "not JSON"],
    ["{", "not JSON"],
    ["null", "not an object"],
    ["[1]", "not an object"],
    ["7", "not an object"],
    ["{}", "no type or seq"],
    [frame({ seq: "7" }), "no type or seq"],
    [frame({ seq: 1.5 }), "no type or seq"],
    [frame({ type: 4 }), "no type or seq"],
    [frame({ body: null }), "round.closed without a body"],
    [frame({ body: "x" }), "round.closed without a body"],
  ])("rejects %s without an exception", (text, why) => {
    expect(decode(text)).toEqual({ ok: false, why });
  });

  it("writes a client's message with the contract version", () => {
    const sent = encode({ type: "bet.place", body: { idempotencyKey: "k", round: "r", items: [{ spot: "straight:17", stakeMinor: 500 }] } });
    expect(JSON.parse(sent)).toEqual({ type: "bet.place", contractVer: 1, body: { idempotencyKey: "k", round: "r", items: [{ spot: "straight:17", stakeMinor: 500 }] } });
  });
});

describe("a snapshot's loose parts", () => {
  it("takes limits as they are named, and none where they are missing", () => {
    expect(limitsOf({ limitsVer: "1", minMinor: 100, maxMinor: 200_000, stepMinor: 100, kinds: {} })).toEqual({ minMinor: 100, maxMinor: 200_000, stepMinor: 100 });
    expect(limitsOf(null)).toEqual({ minMinor: 1, maxMinor: Number.MAX_SAFE_INTEGER, stepMinor: 1 });
  });

  it("sorts chips and falls back to the usual rack in the currency's unit", () => {
    expect(chipsOf([2500, 100, 500], 2)).toEqual([100, 500, 2500]);
    expect(chipsOf([], 2)).toEqual([100, 500, 2500, 10_000, 50_000, 100_000]);
    expect(chipsOf(undefined, 0)).toEqual([1, 5, 25, 100, 500, 1000]);
    expect(chipsOf(["x", -5, 0], 0)).toEqual([1, 5, 25, 100, 500, 1000]);
  });

  it("reads results bare or inside their rounds, and drops what is none", () => {
    expect(resultsOf([{ pocket: 17 }, { round: "r", result: { pocket: 0 } }, { round: "r", result: null }, 5, null])).toEqual([{ pocket: 17 }, { pocket: 0 }]);
  });
});
