import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../src/tokens.css", import.meta.url), "utf8");
const tokens = new Map([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1] ?? "", m[2] ?? ""]));

/** WCAG 2.2 relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const of = (name: string) => luminance(name.startsWith("#") ? name : (tokens.get(name) ?? "missing"));
  const [high, low] = [of(a), of(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const SURFACES = ["ink-0", "ink-1", "ink-2", "ink-3"];

describe("the tokens", () => {
  it("measure black on white as 21", () => {
    expect(contrast("#ffffff", "#000000")).toBeCloseTo(21, 5);
  });

  it("are those of the design where it gives figures", () => {
    expect(contrast("text", "ink-1")).toBeCloseTo(16.8, 1);
    expect(contrast("text-2", "ink-1")).toBeCloseTo(10.8, 1);
    expect(contrast("text-3", "ink-1")).toBeCloseTo(6.6, 1);
    expect(contrast("#ffffff", "r-red")).toBeCloseTo(6.6, 1);
    expect(contrast("#ffffff", "r-green")).toBeCloseTo(5.4, 1);
    expect(contrast("#ffffff", "live")).toBeCloseTo(4.9, 1);
  });

  it.each(SURFACES.flatMap((s) => ["text", "text-2", "text-3", "brass", "brass-hi", "ice", "ice-hi", "ok", "warn", "bad", "info", "player", "banker", "tie"].map((t) => [t, s] as const)))("write %s legibly on %s", (text, surface) => {
    expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["#ffffff", "r-red"],
    ["#ffffff", "r-black"],
    ["#ffffff", "r-green"],
    ["#ffffff", "live"],
    ["#ffffff", "player-f"],
    ["#ffffff", "banker-f"],
    ["#ffffff", "tie-f"],
    ["brass-ink", "brass"],
    ["ice-ink", "ice"],
    ["text", "felt"],
    ["text", "felt-lo"],
    ["text-2", "felt-lo"],
  ])("write %s legibly on %s", (text, surface) => {
    expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SURFACES.map((s) => ["line-2", s] as const))("outline controls by %s visibly on %s", (line, surface) => {
    expect(contrast(line, surface)).toBeGreaterThanOrEqual(3);
  });

  it("show the focus ring on every surface of the felt", () => {
    for (const surface of ["felt", "felt-lo", "felt-hi", "r-red", "r-black", "r-green", ...SURFACES]) {
      expect(contrast("#ffffff", surface), surface).toBeGreaterThanOrEqual(3);
    }
  });
});
