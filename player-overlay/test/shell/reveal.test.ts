import { describe, expect, it } from "vitest";
import type { ServerMessage } from "../../src/protocol/messages.js";
import { LONGEST_WAIT_MS, RevealGate } from "../../src/shell/reveal.js";

const message = (type: string, body: object): ServerMessage => ({ type, seq: 1, tableTime: 0, body }) as ServerMessage;
const result = (frame: number | null) => message("round.result", { round: "r", result: { pocket: 17 }, frame });
const settled = message("round.settled", { round: "r", calcVer: "c" });
const accepted = message("bet.accepted", { idempotencyKey: "k" });
const types = (messages: readonly ServerMessage[]) => messages.map((m) => m.type);

describe("the reveal gate", () => {
  it("lets everything through that names no frame", () => {
    expect(types(new RevealGate().accept(settled, 100, 0))).toEqual(["round.settled"]);
    expect(types(new RevealGate().accept(result(null), 100, 0))).toEqual(["round.result"]);
  });

  it("shows a result whose frame is on screen already", () => {
    expect(types(new RevealGate().accept(result(100), 100, 0))).toEqual(["round.result"]);
  });

  it("holds a result until its frame is on screen", () => {
    const gate = new RevealGate();
    expect(gate.accept(result(100), 60, 0)).toEqual([]);
    expect(gate.release(99, 50)).toEqual([]);
    expect(types(gate.release(100, 60))).toEqual(["round.result"]);
    expect(gate.dueMs).toBeNull();
  });

  it("never waits longer than half a second", () => {
    const gate = new RevealGate();
    gate.accept(result(1e12), 60, 1_000);
    expect(gate.dueMs).toBe(1_000 + LONGEST_WAIT_MS);
    expect(gate.release(61, 1_499)).toEqual([]);
    expect(types(gate.release(62, 1_500))).toEqual(["round.result"]);
  });

  it("lets no settlement and no balance overtake its result, and keeps the order", () => {
    const gate = new RevealGate();
    gate.accept(result(100), 60, 0);
    expect(gate.accept(settled, 60, 10)).toEqual([]);
    expect(gate.accept(message("balance", { balanceMinor: 1 }), 60, 20)).toEqual([]);
    expect(types(gate.release(100, 30))).toEqual(["round.result", "round.settled", "balance"]);
  });

  it("does not hold up answers to bets behind a result", () => {
    const gate = new RevealGate();
    gate.accept(result(100), 60, 0);
    expect(types(gate.accept(accepted, 60, 10))).toEqual(["bet.accepted"]);
  });

  it("does not wait for a picture that stands still or is hidden", () => {
    expect(types(new RevealGate().accept(result(100), null, 0))).toEqual(["round.result"]);
    const gate = new RevealGate();
    gate.accept(result(100), 60, 0);
    expect(types(gate.release(null, 1))).toEqual(["round.result"]);
  });

  it("forgets what it holds when a snapshot comes", () => {
    const gate = new RevealGate();
    gate.accept(result(100), 60, 0);
    expect(types(gate.accept(message("welcome", {}), 60, 1))).toEqual(["welcome"]);
    expect(gate.release(100, 2)).toEqual([]);
  });
});
