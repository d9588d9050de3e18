import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeAnswer, encodeAsk } from "../../src/time/exchange.js";

const hex = (bytes: ArrayBuffer) => Buffer.from(bytes).toString("hex");
const bytes = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, "hex")).buffer;

describe("the time exchange", () => {
  it("asks in 24 bytes, big-endian", () => {
    // version 1, kind 1, zero, seq 258, T1 = 1 763 733 600 000 001 µs = 0x0006441c2c19d401.
    expect(hex(encodeAsk(258, 1_763_733_600_000_001))).toBe(`01010000${"00000102"}${BigInt(1_763_733_600_000_001).toString(16).padStart(16, "0")}${"0".repeat(16)}`);
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

interface Vectors {
  readonly asks?: readonly { readonly seq: number; readonly t1: number; readonly hex: string }[];
  readonly answers?: readonly ({ readonly hex: string } & Record<string, unknown>)[];
}

describe.runIf(existsSync(VECTORS))("the time server's golden vectors", () => {
  const vectors = (existsSync(VECTORS) ? JSON.parse(readFileSync(VECTORS, "utf8")) : {}) as Vectors;

  it("are written byte for byte", () => {
    for (const ask of vectors.asks ?? []) {
      expect(hex(encodeAsk(ask.seq, ask.t1))).toBe(ask.hex);
    }
  });

  it("are read field by field", () => {
    for (const { hex: text, ...fields } of vectors.answers ?? []) {
      expect(decodeAnswer(bytes(text))).toMatchObject(fields);
    }
  });
});
