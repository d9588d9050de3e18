import { describe, expect, it } from "vitest";
import { moneyOf } from "../../src/protocol/money.js";

/** Intl puts a no-break space after a code; it reads the same. */
const plain = (text: string) => text.replace(/\u00a0/g, " ");

describe("money", () => {
  it.each([
    ["EUR", 2, 118_900, "€1,189.00"],
    ["EUR", 2, 1, "€0.01"],
    ["EUR", 2, 0, "€0.00"],
    ["EUR", 2, 123_456_789, "€1,234,567.89"],
    ["JPY", 0, 118_900, "¥118,900"],
    ["KWD", 3, 1_250, "KWD 1.250"],
    ["KWD", 3, 1, "KWD 0.001"],
  ])("writes %s with exponent %i: %i as %s", (currency, exponent, minor, written) => {
    expect(plain(moneyOf(currency, exponent).full(minor))).toBe(written);
  });

  it("leaves decimals out of whole amounts only", () => {
    const eur = moneyOf("EUR", 2);
    expect(eur.short(200_000)).toBe("€2,000");
    expect(eur.short(7_150)).toBe("€71.50");
    expect(plain(moneyOf("KWD", 3).short(5_000))).toBe("KWD 5");
  });

  it("signs a gain and a loss, and not a zero", () => {
    const eur = moneyOf("EUR", 2);
    expect(eur.signed(18_900)).toBe("+€189.00");
    expect(eur.signed(-500)).toBe("\u2212€5.00");
    expect(eur.signed(0)).toBe("€0.00");
  });

  it("stays exact up to the largest safe integer", () => {
    expect(moneyOf("EUR", 2).full(Number.MAX_SAFE_INTEGER)).toBe("€90,071,992,547,409.91");
  });
});
