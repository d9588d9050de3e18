import { describe, expect, it } from "vitest";
import { HALF_ZONE, hit, horizontal, layer, vertical, type FeltPlan } from "../../src/players/roulette/plan.js";
import { SPOTS, spotOf, type Spot } from "../../src/players/roulette/spots.js";

const PLANS: readonly (readonly [string, FeltPlan])[] = [
  ["Salon, 1280 × 720", horizontal({ zero: 54, cellW: 57, cellH: 40, column: 54, gutter: 9, outsideH: 27, inset: 0, chip: 26 })],
  ["Lounge, 1280 × 720", horizontal({ zero: 46, cellW: 52, cellH: 37, column: 46, gutter: 9, outsideH: 28, inset: 1.5, chip: 25 })],
  ["the narrowest wide window", horizontal({ zero: 46, cellW: 30, cellH: 37, column: 46, gutter: 9, outsideH: 28, inset: 1.5, chip: 25 })],
  ["a phone on its side, 844", horizontal({ zero: 32, cellW: 39, cellH: 29, column: 32, gutter: 7, outsideH: 23, inset: 0, chip: 20 })],
  ["a small phone on its side, 667", horizontal({ zero: 32, cellW: 24.25, cellH: 29, column: 32, gutter: 7, outsideH: 23, inset: 0, chip: 20 })],
  ["a phone upright, 390", vertical({ evenW: 60, dozenW: 54, cellW: 86, rowH: 30, inset: 1.5, chip: 24 })],
  ["a phone upright, 360", vertical({ evenW: 55, dozenW: 50, cellW: 79, rowH: 24, inset: 1.5, chip: 24 })],
];

/** What of a spot's zone is not under another one's. */
function free(plan: FeltPlan, spot: Spot): { readonly w: number; readonly h: number } {
  const r = plan.zone(spot);
  const xs: number[] = [];
  const ys: number[] = [];
  const middle = { x: r.x + r.w / 2, y: r.y + r.h / 2 };
  for (let d = 0.25; d < r.w; d += 0.5) {
    if (hit(plan, r.x + d, middle.y) === spot) xs.push(d);
  }
  for (let d = 0.25; d < r.h; d += 0.5) {
    if (hit(plan, middle.x, r.y + d) === spot) ys.push(d);
  }
  return { w: xs.length / 2, h: ys.length / 2 };
}

describe.each(PLANS)("the felt of %s", (_, plan) => {
  it("answers for every spot at the middle of its zone", () => {
    for (const spot of SPOTS) {
      const r = plan.zone(spot);
      expect(hit(plan, r.x + r.w / 2, r.y + r.h / 2)?.name, spot.name).toBe(spot.name);
    }
  });

  it("gives edges and corners 14 px or more", () => {
    for (const spot of SPOTS.filter((s) => layer(s) > 1)) {
      const r = plan.zone(spot);
      expect(Math.min(r.w, r.h), spot.name).toBeGreaterThanOrEqual(2 * HALF_ZONE - 0.001);
    }
  });

  it("leaves every number a middle of its own", () => {
    for (const spot of SPOTS.filter((s) => s.kind === "straight")) {
      const { w, h } = free(plan, spot);
      expect(w, spot.name).toBeGreaterThanOrEqual(8);
      expect(h, spot.name).toBeGreaterThanOrEqual(8);
    }
  });

  it("keeps every printed cell inside the felt, and none over another", () => {
    const cells = SPOTS.filter((s) => layer(s) === 1).map((s) => ({ name: s.name, r: plan.zone(s) }));
    for (const { name, r } of cells) {
      expect(r.x, name).toBeGreaterThanOrEqual(0);
      expect(r.y, name).toBeGreaterThanOrEqual(0);
      expect(r.x + r.w, name).toBeLessThanOrEqual(plan.width + 0.001);
      expect(r.y + r.h, name).toBeLessThanOrEqual(plan.height + 0.001);
    }
    for (const a of cells) {
      for (const b of cells) {
        const apart = a === b || a.r.x + a.r.w <= b.r.x + 0.001 || b.r.x + b.r.w <= a.r.x + 0.001 || a.r.y + a.r.h <= b.r.y + 0.001 || b.r.y + b.r.h <= a.r.y + 0.001;
        expect(apart, `${a.name} and ${b.name}`).toBe(true);
      }
    }
  });

  it("lays every edge and corner over the numbers that it covers", () => {
    for (const spot of SPOTS.filter((s) => layer(s) > 1 && s.kind !== "street" && s.kind !== "six_line" && s.kind !== "first_four")) {
      const p = plan.point(spot);
      for (const n of spot.numbers) {
        const cell = plan.zone(spotOf(`straight:${n}`) as Spot);
        const near = p.x >= cell.x - 1 && p.x <= cell.x + cell.w + 1 && p.y >= cell.y - 1 && p.y <= cell.y + cell.h + 1;
        expect(near, `${spot.name} beside ${n}`).toBe(true);
      }
    }
  });

  it("answers nothing beside the felt", () => {
    expect(hit(plan, -20, -20)).toBeNull();
    expect(hit(plan, plan.width + 20, plan.height + 20)).toBeNull();
  });

  it("puts every chip on its zone", () => {
    for (const spot of SPOTS) {
      const r = plan.zone(spot);
      const p = plan.point(spot);
      expect(p.x >= r.x && p.x <= r.x + r.w && p.y >= r.y && p.y <= r.y + r.h, spot.name).toBe(true);
    }
  });
});

describe("the design's felts", () => {
  it("have the drawn sizes", () => {
    expect(PLANS.filter(([name]) => !name.includes("small") && !name.includes("narrow") && !name.includes("360")).map(([, p]) => [p.width, p.height])).toEqual([
      [792, 183],
      [716, 176],
      [532, 140],
      [372, 420],
    ]);
  });
});
