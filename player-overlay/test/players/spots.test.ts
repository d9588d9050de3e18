import { describe, expect, it } from "vitest";
import { colourOf, moved, SPOTS, spotOf, spotTyped, WHEEL, type Arrow, type Kind, type Spot } from "../../src/players/roulette/spots.js";
import { neighbours, SECTORS } from "../../src/players/roulette/racetrack.js";

const count = (kind: Kind) => SPOTS.filter((s) => s.kind === kind).length;

describe("the 157 spots", () => {
  it("are 157, each with a name of its own", () => {
    expect(SPOTS).toHaveLength(157);
    expect(new Set(SPOTS.map((s) => s.name)).size).toBe(157);
  });

  it.each([
    ["straight", 37, 1, 35],
    ["split", 60, 2, 17],
    ["street", 12, 3, 11],
    ["trio", 2, 3, 11],
    ["corner", 22, 4, 8],
    ["first_four", 1, 4, 8],
    ["six_line", 11, 6, 5],
    ["dozen", 3, 12, 2],
    ["column", 3, 12, 2],
    ["red", 1, 18, 1],
    ["black", 1, 18, 1],
    ["odd", 1, 18, 1],
    ["even", 1, 18, 1],
    ["low", 1, 18, 1],
    ["high", 1, 18, 1],
  ] as const)("hold %s %i times, covering %i and paying %i to one", (kind, times, covered, odds) => {
    expect(count(kind)).toBe(times);
    for (const spot of SPOTS.filter((s) => s.kind === kind)) {
      expect(new Set(spot.numbers).size).toBe(covered);
      expect(spot.odds).toBe(odds);
      expect(spot.numbers.every((n) => n >= 0 && n <= 36)).toBe(true);
    }
  });

  it("pay so that every spot loses 1/37 on average", () => {
    for (const spot of SPOTS) {
      // (odds + 1) · covered = 36 of 37 pockets.
      expect((spot.odds + 1) * spot.numbers.length, spot.name).toBe(36);
    }
  });

  it.each(["straight:17", "straight:0", "split:1-2", "split:0-3", "split:33-36", "street:1-2-3", "trio:0-1-2", "trio:0-2-3", "corner:1-2-4-5", "corner:32-33-35-36", "first_four", "six_line:1-2-3-4-5-6", "six_line:31-32-33-34-35-36", "dozen:1", "column:3", "red", "black", "odd", "even", "low", "high"])("know the canonical name %s", (name) => {
    expect(spotOf(name)?.name).toBe(name);
  });

  it("have splits of neighbours only", () => {
    for (const { numbers } of SPOTS.filter((s) => s.kind === "split")) {
      const [a, b] = numbers as [number, number];
      expect(a === 0 ? b <= 3 : b - a === 3 || (b - a === 1 && a % 3 !== 0), `${a}-${b}`).toBe(true);
    }
  });

  it("put column 3 under 36 and column 1 under 34", () => {
    expect(spotOf("column:3")?.numbers).toEqual([3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36]);
    expect(spotOf("column:1")?.numbers).toEqual([1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34]);
    expect(spotOf("dozen:2")?.numbers).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
  });

  it("colour eighteen numbers red and eighteen black", () => {
    expect(SPOTS.filter((s) => s.kind === "straight" && colourOf(s.numbers[0] ?? 0) === "red")).toHaveLength(18);
    expect([colourOf(0), colourOf(17), colourOf(32)]).toEqual(["green", "black", "red"]);
  });
});

describe("the keyboard on the felt", () => {
  const arrows: readonly Arrow[] = ["left", "right", "up", "down"];
  const from = (name: string) => spotOf(name) as Spot;

  it("reaches every spot from 17 by arrows alone", () => {
    const reached = new Set<string>(["straight:17"]);
    const queue: Spot[] = [from("straight:17")];
    for (let spot = queue.shift(); spot !== undefined; spot = queue.shift()) {
      for (const arrow of arrows) {
        const next = moved(spot, arrow, false);
        if (!reached.has(next.name)) {
          reached.add(next.name);
          queue.push(next);
        }
      }
    }
    expect(SPOTS.map((s) => s.name).filter((name) => !reached.has(name))).toEqual([]);
  });

  it.each([
    ["straight:17", "right", "split:17-20"],
    ["split:17-20", "right", "straight:20"],
    ["straight:17", "up", "split:17-18"],
    ["straight:17", "down", "split:16-17"],
    ["split:17-20", "down", "corner:16-17-19-20"],
    ["straight:16", "down", "street:16-17-18"],
    ["split:16-19", "down", "six_line:16-17-18-19-20-21"],
    ["straight:2", "left", "split:0-2"],
    ["split:0-2", "left", "straight:0"],
    ["split:0-2", "up", "trio:0-2-3"],
    ["split:0-1", "down", "first_four"],
    ["straight:36", "right", "column:3"],
    ["straight:36", "up", "straight:36"],
    ["straight:0", "left", "straight:0"],
  ] as const)("goes by half a cell from %s %s to %s", (start, arrow, end) => {
    expect(moved(from(start), arrow, false).name).toBe(end);
  });

  it.each([
    ["straight:17", "right", "straight:20"],
    ["straight:17", "up", "straight:18"],
    ["corner:16-17-19-20", "right", "corner:19-20-22-23"],
    ["split:17-20", "left", "split:14-17"],
  ] as const)("goes by a whole cell with shift from %s %s to %s", (start, arrow, end) => {
    expect(moved(from(start), arrow, true).name).toBe(end);
  });

  it("jumps to what is typed", () => {
    expect(spotTyped("17")?.name).toBe("straight:17");
    expect(spotTyped("0")?.name).toBe("straight:0");
    expect(spotTyped("20/17")?.name).toBe("split:17-20");
    expect(spotTyped("17/36")).toBeUndefined();
    expect(spotTyped("17/")?.name).toBeUndefined();
    expect(spotTyped("37")).toBeUndefined();
    expect(spotTyped("")).toBeUndefined();
    expect(spotTyped("1/2/3")).toBeUndefined();
  });
});

describe("the racetrack", () => {
  it("has every pocket once, in the wheel's order", () => {
    expect([...WHEEL].sort((a, b) => a - b)).toEqual(Array.from({ length: 37 }, (_, i) => i));
    // Red and black take turns around the wheel.
    for (let i = 1; i < 36; i++) {
      expect(colourOf(WHEEL[i] ?? 0)).not.toBe(colourOf(WHEEL[i + 1] ?? 0));
    }
  });

  it("finds a number's neighbours, around zero too", () => {
    expect(neighbours(17, 2)).toEqual([2, 25, 17, 34, 6]);
    expect(neighbours(0, 2)).toEqual([3, 26, 0, 32, 15]);
    expect(neighbours(8, 0)).toEqual([8]);
  });

  it("calls sectors with 6, 5, 9 and 4 chips on known spots that cover 12, 8, 17 and 7 numbers", () => {
    const covered = (names: readonly string[]) => new Set(names.flatMap((name) => spotOf(name)?.numbers ?? [NaN])).size;
    expect(Object.values(SECTORS).map((s) => s.length)).toEqual([6, 5, 9, 4]);
    expect([covered(SECTORS.tier), covered(SECTORS.orphelins), covered(SECTORS.voisins), covered(SECTORS.zero)]).toEqual([12, 8, 17, 7]);
    // Tiers, orphans and neighbours share the wheel among them.
    expect(covered([...SECTORS.tier, ...SECTORS.orphelins, ...SECTORS.voisins])).toBe(37);
  });
});
