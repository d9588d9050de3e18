import { describe, expect, it } from "vitest";
import type { Estimate } from "../../src/time/estimate.js";
import { TableTime } from "../../src/time/tabletime.js";

const estimate = (offset: number, at: number, drift = 0): Estimate => ({ offset, at, drift, bound: 100, method: "envelope", samples: 1 });

describe("table time on the page", () => {
  it("is a guess from the server's stamps until the first exchange", () => {
    let local = 1_000;
    const time = new TableTime(() => local);
    expect(time.known).toBe(false);
    time.hint(5_000_000);
    local = 2_000;
    expect(time.now()).toBe(5_001_000);
    // A stamp that was longer on its way teaches nothing.
    time.hint(4_000_000);
    expect(time.now()).toBe(5_001_000);
    expect(time.bound()).toBe(Infinity);
  });

  it("goes over to the first estimate at once, forwards", () => {
    const time = new TableTime(() => 1_000);
    time.hint(5_000_000);
    time.now();
    time.update(estimate(6_000_000, 1_000));
    expect(time.now()).toBe(6_001_000);
    expect(time.bound()).toBe(100);
  });

  it("never runs backwards, whatever the estimates say", () => {
    let local = 0;
    const time = new TableTime(() => local);
    let last = -Infinity;
    for (let i = 0; i < 2_000; i++) {
      local += 1_000;
      time.update(estimate(1_000_000 + 90_000 * Math.sin(i / 50), local));
      const now = time.now();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
  });

  it("works a small correction in by 2 ms a second", () => {
    let local = 0;
    const time = new TableTime(() => local);
    time.update(estimate(0, 0));
    time.now();
    local = 1_000_000;
    time.update(estimate(10_000, local));
    expect(time.now()).toBe(1_002_000);
    local = 6_000_000;
    expect(time.now()).toBe(6_010_000);
  });

  it("takes a large difference at once", () => {
    let local = 0;
    const time = new TableTime(() => local);
    time.update(estimate(0, 0));
    time.now();
    local = 1_000;
    time.update(estimate(500_000, local));
    expect(time.now()).toBe(501_000);
  });

  it("follows the drift between exchanges and widens its bound", () => {
    let local = 0;
    const time = new TableTime(() => local);
    time.update(estimate(0, 0, 100e-6));
    time.now();
    local = 10_000_000;
    expect(time.now()).toBe(10_001_000);
    expect(time.bound()).toBe(2_100);
  });
});
