import { describe, expect, it } from "vitest";
import { layout, modeOf } from "../../src/shell/geometry.js";

const safe = { top: 0, right: 0, bottom: 0, left: 0 };
const at = (width: number, height: number, game = "roulette") => layout({ width, height, game, safe });

describe("the shell's geometry", () => {
  it.each([
    [1280, 720, "wide"],
    [1920, 1080, "wide"],
    [1024, 768, "wide"],
    [390, 844, "portrait"],
    [360, 740, "portrait"],
    [768, 1024, "portrait"],
    [844, 390, "landscape"],
    [667, 375, "landscape"],
  ] as const)("lays out %i × %i as %s", (width, height, mode) => {
    expect(modeOf(width, height)).toBe(mode);
  });

  it("is the design's at its four sizes", () => {
    expect(at(1280, 720)).toMatchObject({ u: 1, stage: { x: 0, y: 0, width: 1280, height: 720 } });
    expect(at(1920, 1080)).toMatchObject({ u: 1.5, stage: { x: 0, y: 0, width: 1920, height: 1080 } });
    expect(at(390, 844)).toMatchObject({ u: 1, stage: { x: 0, y: 0, width: 390, height: 232 } });
    expect(at(390, 844, "baccarat").stage.height).toBe(262);
    expect(at(844, 390)).toMatchObject({ u: 1, stage: { x: 136, y: 0, width: 572, height: 322 } });
  });

  it("keeps the picture at 16:9, anchored at the top, on any wide window", () => {
    for (const [width, height] of [[1366, 768], [1440, 900], [2560, 1080], [3440, 1440], [1024, 600]] as const) {
      const { stage } = at(width, height);
      expect(stage.y).toBe(0);
      expect(stage.width / stage.height).toBeCloseTo(16 / 9, 1);
      expect(Math.abs(2 * stage.x + stage.width - width)).toBeLessThanOrEqual(1);
      expect(stage.height).toBeLessThanOrEqual(height);
    }
  });

  it("never goes beyond its unit's bounds", () => {
    expect(at(1000, 600).u).toBe(1);
    expect(at(7680, 4320).u).toBe(1.5);
  });
});
