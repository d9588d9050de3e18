/**
 * The offset of table time to a local clock, from request and answer times.
 *
 * Each direction's delay has a floor, and what is above it is queueing: the lower envelope of each
 * direction is kept, corrected for drift, and the offset is half their difference. Where jitter
 * looks Gaussian the median of the offsets varies less; the one with the smaller variance between
 * four interleaved parts of the samples is taken.
 *
 * The bound always contains the truth, as long as the local clock drifts less than MAX_DRIFT and
 * the server keeps its own bound: a delay is never negative, so every exchange confines the offset
 * from both sides, and the confinements are intersected.
 */

/** Frequency error assumed of any local clock: the most that a kernel slews (500 ppm). */
export const MAX_DRIFT = 500e-6;
const WINDOW = 256;
/** Below this span a measured drift says more about jitter than about the clock. */
const DRIFT_SPAN_US = 20e6;

export interface Probe {
  readonly t1: number;
  readonly t2: number;
  readonly t3: number;
  readonly t4: number;
  /** What the server says of its own error: bound, root delay and dispersion. */
  readonly serverBound: number;
}

export interface Estimate {
  /** table time − local time at `at`, µs. */
  readonly offset: number;
  /** The change of the offset for each local µs. */
  readonly drift: number;
  readonly at: number;
  /** The greatest error at `at`; grows with MAX_DRIFT after it. */
  readonly bound: number;
  readonly samples: number;
}

function median(values: number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  const mid = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[mid] ?? 0) : ((sorted[mid - 1] ?? 0) + (sorted[mid] ?? 0)) / 2;
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
}

export class OffsetEstimator {
  #probes: Probe[] = [];

  add(probe: Probe): void {
    if (probe.t4 < probe.t1 || probe.t3 < probe.t2) {
      return;
    }
    this.#probes.push(probe);
    if (this.#probes.length > WINDOW) {
      this.#probes.shift();
    }
  }

  /** Forgets everything: another clock, another epoch, or a sleep in between. */
  reset(): void {
    this.#probes = [];
  }

  estimate(now: number): Estimate | null {
    const probes = this.#probes;
    if (probes.length === 0) {
      return null;
    }
    const drift = this.#drift();
    const envelope = (part: readonly Probe[]): number => {
      let forward = Infinity;
      let backward = Infinity;
      for (const p of part) {
        forward = Math.min(forward, p.t2 - p.t1 + drift * (now - p.t1));
        backward = Math.min(backward, p.t4 - p.t3 - drift * (now - p.t4));
      }
      return (forward - backward) / 2;
    };
    const middle = (part: readonly Probe[]): number => median(part.map((p) => (p.t2 - p.t1 + (p.t3 - p.t4)) / 2 + drift * (now - (p.t1 + p.t4) / 2)));
    let offset = envelope(probes);
    if (probes.length >= 16) {
      const parts = [0, 1, 2, 3].map((k) => probes.filter((_, i) => i % 4 === k));
      if (variance(parts.map(middle)) < variance(parts.map(envelope))) {
        offset = middle(probes);
      }
    }
    let low = -Infinity;
    let high = Infinity;
    for (const p of probes) {
      high = Math.min(high, p.t2 - p.t1 + p.serverBound + MAX_DRIFT * (now - p.t1));
      low = Math.max(low, p.t3 - p.t4 - p.serverBound - MAX_DRIFT * (now - p.t4));
    }
    // Outside its own confinement an estimate is wrong for certain.
    offset = Math.min(high, Math.max(low, offset));
    return { offset, drift, at: now, bound: Math.max(high - offset, offset - low), samples: probes.length };
  }

  /** Slope of the offset between the envelopes of eight stretches of time, by least squares. */
  #drift(): number {
    const probes = this.#probes;
    const first = probes[0]?.t1 ?? 0;
    const span = (probes.at(-1)?.t4 ?? 0) - first;
    if (probes.length < 32 || span < DRIFT_SPAN_US) {
      return 0;
    }
    const points: { t: number; y: number }[] = [];
    for (let k = 0; k < 8; k++) {
      const part = probes.filter((p) => Math.min(7, Math.floor(((p.t1 - first) / span) * 8)) === k);
      let f: Probe | undefined;
      let b: Probe | undefined;
      for (const p of part) {
        if (f === undefined || p.t2 - p.t1 < f.t2 - f.t1) f = p;
        if (b === undefined || p.t4 - p.t3 < b.t4 - b.t3) b = p;
      }
      if (f !== undefined && b !== undefined) {
        points.push({ t: (f.t1 + b.t4) / 2 - first, y: (f.t2 - f.t1 - (b.t4 - b.t3)) / 2 });
      }
    }
    if (points.length < 4) {
      return 0;
    }
    const mt = points.reduce((a, p) => a + p.t, 0) / points.length;
    const my = points.reduce((a, p) => a + p.y, 0) / points.length;
    let num = 0;
    let den = 0;
    for (const p of points) {
      num += (p.t - mt) * (p.y - my);
      den += (p.t - mt) ** 2;
    }
    return den === 0 ? 0 : Math.max(-MAX_DRIFT, Math.min(MAX_DRIFT, num / den));
  }
}
