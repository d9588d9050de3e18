import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../src/${path}`, import.meta.url), "utf8");
const tokens = new Map([...read("tokens.css").matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1] ?? "", m[2] ?? ""]));

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [a, b].map((c) => luminance(c.startsWith("#") ? c : (tokens.get(c) ?? "missing"))).sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour that a rule of a stylesheet gives a property. */
function colour(css: string, pattern: RegExp): string {
  const found = pattern.exec(css)?.[1];
  expect(found, String(pattern)).toMatch(/^#[0-9a-f]{6}$/);
  return found ?? "";
}

describe("the console's colours", () => {
  const css = read("console/console.css");

  it("write on the dark red of buttons that destroy, with an outline that is seen", () => {
    const danger = colour(css, /--danger: (#[0-9a-f]{6})/);
    expect(contrast("text", danger)).toBeGreaterThanOrEqual(4.5);
    expect(contrast("bad", danger)).toBeGreaterThanOrEqual(3);
    expect(contrast("bad", "ink-1")).toBeGreaterThanOrEqual(3);
  });

  it("write on the tags of preview and program, on the cut button, on the bar", () => {
    expect(contrast(colour(css, /\.pvw \.tag \{\s*background: var\(--ok\);\s*color: (#[0-9a-f]{6})/), "ok")).toBeGreaterThanOrEqual(4.5);
    expect(contrast("#ffffff", "live")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour(css, /\.cut \{[^}]*color: (#[0-9a-f]{6})/), "text")).toBeGreaterThanOrEqual(4.5);
    expect(contrast("text-2", colour(css, /\.top \{[^}]*background: (#[0-9a-f]{6})/))).toBeGreaterThanOrEqual(4.5);
  });

  it("frame preview and program visibly", () => {
    expect(contrast("ok", "ink-1")).toBeGreaterThanOrEqual(3);
    expect(contrast("live", "ink-1")).toBeGreaterThanOrEqual(3);
  });
});

describe("baccarat's colours", () => {
  const css = read("players/baccarat/parts.css");

  it.each(["player", "banker", "tie"])("write on both ends of the %s spot", (spot) => {
    const [, from, to] = new RegExp(`\\.spot\\.${spot} > \\.bg \\{\\s*background: linear-gradient\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css) ?? [];
    for (const end of [from ?? "", to ?? ""]) {
      expect(contrast("#ffffff", end)).toBeGreaterThanOrEqual(4.5);
      expect(contrast("#eaf0f4", end)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("write small cards in black and red", () => {
    const paper = colour(css, /\.mini \{[^}]*background: (#[0-9a-f]{6})/);
    expect(contrast(colour(css, /\.mini \{[^}]*[^-]color: (#[0-9a-f]{6})/), paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour(css, /\.mini\.red \{[^}]*color: (#[0-9a-f]{6})/), paper)).toBeGreaterThanOrEqual(4.5);
  });

  it("write on the Salon's petrol felt", () => {
    for (const felt of [...(/\.tray \{[^}]*radial-gradient\(([^;]*)\)/.exec(read("players/baccarat-1/salon.css"))?.[1] ?? "").matchAll(/#[0-9a-f]{6}/g)].map(([c]) => c)) {
      expect(contrast("#cfe0e6", felt), felt).toBeGreaterThanOrEqual(4.5);
      expect(contrast("text", felt), felt).toBeGreaterThanOrEqual(4.5);
    }
  });
});
