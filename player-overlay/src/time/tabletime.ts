import { MAX_DRIFT, type Estimate } from "./estimate.js";

/** How fast a correction is worked in, beside the clock's own pace: 2 ms a second. */
const SLEW = 0.002;
/** A difference that no slewing makes good in time, µs: before anybody counts on the clock it is taken at once. */
const STEP_US = 100_000;

/**
 * Table time on this page: follows the estimates, never runs backwards. Before the first estimate
 * it is guessed from the server's stamps on the control socket.
 */
export class TableTime {
  #estimate: Estimate | null = null;
  #guess = 0;
  #shown: { local: number; offset: number } | null = null;
  #last = -Infinity;

  /** @param local the page's monotonic clock, µs */
  constructor(readonly local: () => number) {}

  update(estimate: Estimate): void {
    if (this.#estimate === null) {
      // From a guess to knowledge at once; never backwards, see now().
      this.#shown = null;
    }
    this.#estimate = estimate;
  }

  /** A server stamp that has just come in: at least this much is certain. */
  hint(tableTime: number): void {
    if (tableTime > 0 && this.#estimate === null) {
      this.#guess = Math.max(this.#guess || -Infinity, tableTime - this.local());
    }
  }

  get known(): boolean {
    return this.#estimate !== null || this.#guess !== 0;
  }

  /** The greatest error of {@link now}, µs; infinite before the first exchange. */
  bound(): number {
    const e = this.#estimate;
    return e === null ? Infinity : e.bound + MAX_DRIFT * Math.max(0, this.local() - e.at) + Math.abs(this.#wanted(this.local()) - (this.#shown?.offset ?? e.offset));
  }

  now(): number {
    const local = this.local();
    const wanted = this.#wanted(local);
    let offset = wanted;
    if (this.#shown !== null && Math.abs(wanted - this.#shown.offset) < STEP_US) {
      const room = SLEW * Math.max(0, local - this.#shown.local);
      offset = this.#shown.offset + Math.max(-room, Math.min(room, wanted - this.#shown.offset));
    }
    this.#shown = { local, offset };
    this.#last = Math.max(this.#last, local + offset);
    return this.#last;
  }

  #wanted(local: number): number {
    const e = this.#estimate;
    return e === null ? this.#guess : e.offset + e.drift * (local - e.at);
  }
}
