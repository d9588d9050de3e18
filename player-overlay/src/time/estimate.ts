/**
 * Estimates table time from exchanges with a time server, and always says how wrong it may be.
 *
 * Each exchange tells two things for certain: the offset is at most T2 − T1 and at least T3 − T4,
 * as no packet arrives before it was sent. All of them together, each widened by the drift since,
 * leave an interval that holds the truth; the bound is the way to its farther end. Within it the
 * estimate is half the difference of the two lower envelopes of delay, or the median of offsets,
 * whichever varies less between parts of the samples.
 *
 * The time server's Java estimator is the same algorithm with the same constants; times in µs.
 */
export const CAPACITY = 256;
/** Samples older than this are forgotten, µs. */
const MAX_AGE = 300_000_000;
/** The most by which two clocks drift apart: twice what quartz does at worst (200 ppm). */
export const MAX_DRIFT = 200e-6;
/** A shorter span tells nothing of drift, µs. */
const MIN_DRIFT_SPAN = 5_000_000;
/** Weight against drift: what it must gain, as a share of what it moves over the span. */
const DRIFT_RELUCTANCE = 0.5;
/** Parts into which the samples are dealt to see which estimator varies less. */
const PARTS = 8;
const MIN_FOR_CHOICE = 4 * PARTS;
/** How much less the median must vary to be preferred: a ratio of variances. */
const MEDIAN_ADVANTAGE = 0.1;
const SEARCH_STEPS = 48;

export interface Probe {
  readonly t1: number;
  readonly t2: number;
  readonly t3: number;
  readonly t4: number;
  /** How far the server's own table time may be off: its bound and root dispersion. */
  readonly serverError: number;
}

export interface Estimate {
  /** Table time − local time at `at`. */
  readonly offset: number;
  /** The change of the offset for each local µs. */
  readonly drift: number;
  readonly at: number;
  /** The greatest error at `at`; grows with MAX_DRIFT after it. */
  readonly bound: number;
  readonly method: "envelope" | "median";
  readonly samples: number;
}

const forwardOf = (p: Probe) => p.t2 - p.t1;
const backwardOf = (p: Probe) => p.t4 - p.t3;
/** Local time that stands for the whole exchange. */
const middleOf = (p: Probe) => p.t1 + Math.floor((p.t4 - p.t1) / 2);
/** What an old sample's limits are worth less at `now`: the older of T1 and T4 counts. */
const widening = (now: number, p: Probe) => p.serverError + MAX_DRIFT * Math.max(0, now - p.t1);
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
const every = (values: readonly number[], from: number) => values.filter((_, i) => i % PARTS === from);
const envelope = (forward: readonly number[], backward: readonly number[]) => (least(forward) - least(backward)) / 2;

function median(forward: readonly number[], backward: readonly number[]): number {
  const offsets = forward.map((f, i) => (f - (backward[i] ?? 0)) / 2).sort((a, b) => a - b);
  const middle = offsets.length >> 1;
  const upper = offsets[middle] ?? 0;
  return offsets.length % 2 === 1 ? upper : ((offsets[middle - 1] ?? 0) + upper) / 2;
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
}

export class OffsetEstimator {
  #probes: Probe[] = [];

  /** Adds an exchange; later ones have a later T4. One that contradicts the earlier ones makes them forgotten: the clock stepped. */
  add(p: Probe): void {
    if (p.t4 < p.t1 || p.t3 < p.t2 || p.t4 - p.t1 < p.t3 - p.t2 || p.serverError < 0) {
      return;
    }
    if (this.#contradicts(p)) {
      this.reset();
    }
    this.#probes.push(p);
    if (this.#probes.length > CAPACITY) {
      this.#probes.shift();
    }
  }

  /** Forgets everything: after a sleep, or when the server's clock became another one. */
  reset(): void {
    this.#probes = [];
  }

  estimate(now: number): Estimate | null {
    const probes = this.#probes.filter((p) => now - p.t4 <= MAX_AGE);
    if (probes.length === 0) {
      return null;
    }
    const drift = driftOf(probes);
    const forward = probes.map((p) => forwardOf(p) + drift * (now - middleOf(p)));
    const backward = probes.map((p) => backwardOf(p) - drift * (now - middleOf(p)));
    const upper = least(probes.map((p) => forwardOf(p) + widening(now, p)));
    const lower = -least(probes.map((p) => backwardOf(p) + widening(now, p)));
    const method = prefersMedian(forward, backward) ? "median" : "envelope";
    const raw = method === "median" ? median(forward, backward) : envelope(forward, backward);
    const offset = Math.round(Math.min(upper, Math.max(lower, raw)));
    return { offset, drift, at: now, bound: Math.ceil(Math.max(upper - offset, offset - lower)), method, samples: probes.length };
  }

  #contradicts(p: Probe): boolean {
    return this.#probes.some((earlier) => {
      const slack = widening(p.t4, earlier) + widening(p.t4, p);
      return forwardOf(p) + slack < -backwardOf(earlier) || -backwardOf(p) - slack > forwardOf(earlier);
    });
  }
}

/**
 * The drift that leaves the widest gap between the two envelopes: any other one tilts both and
 * lets some sample stick out. The gap is a concave function of the drift, so the search narrows
 * by thirds.
 */
function driftOf(probes: readonly Probe[]): number {
  const times = probes.map(middleOf);
  const first = times[0] ?? 0;
  const span = (times.at(-1) ?? 0) - first;
  if (span < MIN_DRIFT_SPAN) {
    return 0;
  }
  const worth = (drift: number) => {
    let forward = Infinity;
    let backward = Infinity;
    probes.forEach((p, i) => {
      const moved = drift * ((times[i] ?? 0) - first);
      forward = Math.min(forward, forwardOf(p) - moved);
      backward = Math.min(backward, backwardOf(p) + moved);
    });
    return forward + backward - DRIFT_RELUCTANCE * Math.abs(drift) * span;
  };
  let low = -MAX_DRIFT;
  let high = MAX_DRIFT;
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const a = low + (high - low) / 3;
    const b = high - (high - low) / 3;
    if (worth(a) < worth(b)) {
      low = a;
    } else {
      high = b;
    }
  }
  return (low + high) / 2;
}

function prefersMedian(forward: readonly number[], backward: readonly number[]): boolean {
  if (forward.length < MIN_FOR_CHOICE) {
    return false;
  }
  const parts = Array.from({ length: PARTS }, (_, k) => [every(forward, k), every(backward, k)] as const);
  return variance(parts.map(([f, b]) => median(f, b))) < MEDIAN_ADVANTAGE * variance(parts.map(([f, b]) => envelope(f, b)));
}
