import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OffsetEstimator, type Probe } from "../../src/time/estimate.js";

/** mulberry32: small, seeded, good enough to shake delays. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Path {
  readonly offset: number;
  readonly drift: number;
  readonly forward: (next: () => number) => number;
  readonly backward: (next: () => number) => number;
}

/** Exchanges over a path whose truth is known: table = local + offset + drift · local. */
function run(seed: number, path: Path, count: number, everyUs: number): { readonly estimator: OffsetEstimator; readonly end: number; readonly truth: (at: number) => number } {
  const next = random(seed);
  const truth = (at: number) => path.offset + path.drift * at;
  const estimator = new OffsetEstimator();
  let end = 0;
  for (let i = 0; i < count; i++) {
    const t1 = i * everyUs;
    const f = path.forward(next);
    const b = path.backward(next);
    const t2 = t1 + f + truth(t1 + f);
    const t3 = t2 + 50;
    const t4 = t1 + f + 50 + b;
    estimator.add({ t1, t2, t3, t4, serverError: 0 });
    end = t4;
  }
  return { estimator, end, truth };
}

const jittery: Path = { offset: 1.7e15, drift: 0, forward: (r) => 20_000 + r() * 40_000, backward: (r) => 20_000 + r() * 40_000 };

function percentile(values: number[], p: number): number {
  return values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil((p / 100) * values.length) - 1)] ?? 0;
}

describe("the offset estimator", () => {
  it("says nothing before the first exchange", () => {
    expect(new OffsetEstimator().estimate(0)).toBeNull();
  });

  it("is exact on a symmetric path, with half the round trip as its bound", () => {
    const estimator = new OffsetEstimator();
    estimator.add({ t1: 0, t2: 5_100, t3: 5_200, t4: 300, serverError: 0 });
    // Out 100, back 100: offset 5 000; the bound is 100 µs and what 300 µs of drift may add.
    expect(estimator.estimate(300)).toMatchObject({ offset: 5_000, samples: 1 });
    expect(estimator.estimate(300)?.bound).toBeGreaterThanOrEqual(100);
    expect(estimator.estimate(300)?.bound).toBeLessThanOrEqual(101);
  });

  it("comes within 2 ms of the truth after 64 exchanges over 20 + U(0, 40) ms each way, 99 times of 100", () => {
    const errors: number[] = [];
    for (let seed = 1; seed <= 300; seed++) {
      const { estimator, end, truth } = run(seed, jittery, 64, 100_000);
      const e = estimator.estimate(end);
      errors.push(Math.abs((e?.offset ?? Infinity) - truth(end)));
    }
    expect(percentile(errors, 99)).toBeLessThan(2_000);
  });

  it("comes within 1 ms after 200", () => {
    const errors: number[] = [];
    for (let seed = 1; seed <= 200; seed++) {
      const { estimator, end, truth } = run(seed, jittery, 200, 100_000);
      errors.push(Math.abs((estimator.estimate(end)?.offset ?? Infinity) - truth(end)));
    }
    expect(percentile(errors, 99)).toBeLessThan(1_000);
  });

  it("always holds the truth within its bound: any jitter, asymmetry and drift up to 200 ppm", () => {
    for (let seed = 1; seed <= 400; seed++) {
      const r = random(seed * 7919);
      const path: Path = {
        offset: (r() - 0.5) * 1e12,
        drift: (r() - 0.5) * 2 * 199e-6,
        forward: (next) => 100 + r() * 0 + next() ** 3 * 60_000,
        backward: (next) => 5_000 + next() * 30_000,
      };
      const { estimator, end, truth } = run(seed, path, 2 + Math.floor(r() * 120), 50_000 + Math.floor(r() * 500_000));
      const e = estimator.estimate(end + 1_000);
      expect(e).not.toBeNull();
      expect(Math.abs((e?.offset ?? 0) - truth(end + 1_000))).toBeLessThanOrEqual((e?.bound ?? 0) + 1);
    }
  });

  it("follows a clock that drifts by 100 ppm", () => {
    const errors: number[] = [];
    for (let seed = 1; seed <= 100; seed++) {
      const { estimator, end, truth } = run(seed, { ...jittery, offset: 0, drift: 100e-6 }, 200, 300_000);
      errors.push(Math.abs((estimator.estimate(end)?.offset ?? Infinity) - truth(end)));
    }
    // Undone, 60 s of such a drift are 6 ms.
    expect(percentile(errors, 95)).toBeLessThan(3_000);
  });

  it("cannot see an asymmetry of floors, and says so in its bound", () => {
    const { estimator, end, truth } = run(5, { offset: 0, drift: 0, forward: () => 10_000, backward: () => 30_000 }, 50, 100_000);
    const e = estimator.estimate(end);
    expect(Math.abs((e?.offset ?? 0) - truth(end))).toBeCloseTo(10_000, -1);
    expect(e?.bound).toBeGreaterThanOrEqual(10_000);
  });

  it("takes the median where the jitter is bell-shaped", () => {
    const bell = (r: () => number) => 40_000 + (Array.from({ length: 12 }, r).reduce((a, b) => a + b, 0) - 6) * 100 * (r() < 0.02 ? 60 : 1);
    const { estimator, end } = run(11, { offset: 0, drift: 0, forward: bell, backward: bell }, 256, 10_000);
    expect(["median", "envelope"]).toContain(estimator.estimate(end)?.method);
    expect(Math.abs(estimator.estimate(end)?.offset ?? Infinity)).toBeLessThan(3_000);
  });

  it("leaves out an exchange that cannot be true", () => {
    const estimator = new OffsetEstimator();
    const impossible: Probe[] = [
      { t1: 100, t2: 0, t3: 0, t4: 50, serverError: 0 },
      { t1: 0, t2: 10, t3: 5, t4: 100, serverError: 0 },
      { t1: 0, t2: 0, t3: 500, t4: 100, serverError: 0 },
      { t1: 0, t2: 0, t3: 5, t4: 100, serverError: -1 },
    ];
    impossible.forEach((p) => estimator.add(p));
    expect(estimator.estimate(100)).toBeNull();
  });

  it("starts again when an exchange contradicts the earlier ones: the local clock stepped", () => {
    const { estimator, end } = run(3, { offset: 0, drift: 0, forward: () => 100, backward: () => 100 }, 20, 100_000);
    estimator.add({ t1: end + 1_000, t2: end + 1_000_100, t3: end + 1_000_100, t4: end + 1_200, serverError: 0 });
    expect(estimator.estimate(end + 1_200)).toMatchObject({ samples: 1, offset: 999_000 });
  });
});

const VECTORS = new URL("../../../timeserver/src/main/resources/dev/croupier/time/estimate/vectors.json", import.meta.url);

interface Case {
  readonly name: string;
  readonly samples: readonly (readonly [t1: number, t2: number, t3: number, t4: number, serverError: number])[];
  readonly now: number;
  readonly offset: number;
  readonly bound: number;
}

describe.runIf(existsSync(VECTORS))("the time server's cases, worked out by hand", () => {
  it("have the same answers here", () => {
    const { cases } = JSON.parse(readFileSync(VECTORS, "utf8")) as { readonly cases: readonly Case[] };
    expect(cases.length).toBeGreaterThan(0);
    for (const { name, samples, now, offset, bound } of cases) {
      const estimator = new OffsetEstimator();
      for (const [t1, t2, t3, t4, serverError] of samples) {
        estimator.add({ t1, t2, t3, t4, serverError });
      }
      expect(estimator.estimate(now), name).toMatchObject({ offset, bound });
    }
  });
});
