import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeAnswer, encodeAsk } from "../../src/time/exchange.js";

const hex = (bytes: ArrayBuffer) => Buffer.from(bytes).toString("hex");
const bytes = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, "hex")).buffer;

describe("the time exchange", () => {
  it("asks in 24 bytes, big-endian", () => {
    // version 1, kind 1, zero, seq 258, T1 = 1 763 733 600 000 001 µs = 0x0006441c2c19d401.
    expect(hex(encodeAsk(258, 1_763_733_600_000_001))).toBe(`0101000000000102${BigInt(1_763_733_600_000_001).toString(16).padStart(16, "0")}${"0".repeat(16)}`);
  });

  it("keeps seq to 32 bits", () => {
    expect(hex(encodeAsk(2 ** 32 + 5, 0)).slice(8, 16)).toBe("00000005");
  });

  it("reads an answer field by field", () => {
    const answer = decodeAnswer(
      bytes(
        "01020302" + // version, kind, leap 3, stratum 2
          "fffffffe" + // seq
          "ffffffffffffffff" + // T1 = -1
          "000000000000000a" + // T2 = 10
          "000000000000000b" + // T3 = 11
          "fffffffffffffff6" + // wall - table = -10
          "000102030405060708090a0b0c0d0e0f" + // clockId
          "0000000000000003" + // epoch
          "00000064" + // root delay 100
          "ffffffff" + // root dispersion, saturated
          "000000c8" + // bound 200
          "00000000",
      ),
    );
    expect(answer).toEqual({
      leap: 3,
      stratum: 2,
      seq: 4294967294,
      t1: -1,
      t2: 10,
      t3: 11,
      wallMinusTable: -10,
      clockId: "000102030405060708090a0b0c0d0e0f",
      epoch: 3,
      rootDelay: 100,
      rootDispersion: 4294967295,
      bound: 200,
    });
  });

  it("takes a longer answer of a later version of the server, and nothing else", () => {
    const good = `0102${"00".repeat(78)}`;
    expect(decodeAnswer(bytes(`${good}0011`))).not.toBeNull();
    expect(decodeAnswer(bytes(good.slice(2)))).toBeNull();
    expect(decodeAnswer(bytes(`02${good.slice(2)}`))).toBeNull();
    expect(decodeAnswer(bytes(`0101${good.slice(4)}`))).toBeNull();
    expect(decodeAnswer(new ArrayBuffer(0))).toBeNull();
  });
});

const VECTORS = new URL("../../../timeserver/src/main/resources/dev/croupier/time/wire/vectors.json", import.meta.url);

/** 64-bit numbers are decimal strings. */
interface Vectors {
  readonly ask: readonly { readonly seq: number; readonly t1: string; readonly hex: string }[];
  readonly answer: readonly (Readonly<Record<"t1" | "t2" | "t3" | "wallMinusTable" | "epoch", string>> &
    Readonly<Record<"leap" | "stratum" | "seq" | "rootDelay" | "rootDispersion" | "bound", number>> & { readonly name: string; readonly clockId: string; readonly hex: string })[];
  readonly rejected: { readonly answer: readonly { readonly reason: string; readonly hex: string }[] };
}

describe.runIf(existsSync(VECTORS))("the time server's golden vectors", () => {
  const vectors = (): Vectors => JSON.parse(readFileSync(VECTORS, "utf8")) as Vectors;

  it("are written byte for byte, as far as a number here can say them", () => {
    const exact = vectors().ask.filter(({ t1 }) => Number.isSafeInteger(Number(t1)));
    expect(exact.length).toBeGreaterThanOrEqual(3);
    for (const { seq, t1, hex: text } of exact) {
      expect(hex(encodeAsk(seq, Number(t1)))).toBe(text);
    }
  });

  it("are read field by field", () => {
    for (const { hex: text, name, t1, t2, t3, wallMinusTable, epoch, ...plain } of vectors().answer) {
      const wanted = { ...plain, t1: Number(t1), t2: Number(t2), t3: Number(t3), wallMinusTable: Number(wallMinusTable), epoch: Number(epoch) };
      expect(decodeAnswer(bytes(text)), name).toEqual(wanted);
    }
  });

  it("are rejected where they must be", () => {
    for (const { reason, hex: text } of vectors().rejected.answer) {
      expect(decodeAnswer(bytes(text)), reason).toBeNull();
    }
  });
});
