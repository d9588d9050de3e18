/** Longer than catching up can take: then the picture is shown, whatever was told. */
export const LONGEST_MS = 1500;

/**
 * Where a page plays from that the server cannot tell what is not live, as it has no session yet: live pictures only,
 * from the next keyframe on.
 */
export function liveOnly(whep: string): string {
  return `${whep}${whep.includes("?") ? "&" : "?"}join=live`;
}

const HALF_RTP = 2 ** 31;

/**
 * Keeps back the pictures of a new connection that the server sends faster than they were made:
 * what was on screen before stays until the first live one is presented. Pure.
 */
export class CatchUpGate {
  #untilRtp: number | null = null;
  #expecting = false;
  #sinceMs: number | null = null;

  /** A connection is being opened: nothing is known of it. With a session the server will say what is live. */
  reset(expecting: boolean): void {
    this.#untilRtp = null;
    this.#expecting = expecting;
    this.#sinceMs = null;
  }

  /** Pictures before this RTP time are not live. Told again, the last word counts. */
  tell(untilRtp: number, nowMs: number): void {
    this.#sinceMs ??= nowMs;
    this.#untilRtp = untilRtp;
  }

  /** Whether a presented picture may be seen; `rtp` is undefined where the browser does not say it. */
  shows(rtp: number | undefined, nowMs: number): boolean {
    if (rtp === undefined || (this.#untilRtp === null && !this.#expecting)) {
      return true;
    }
    this.#sinceMs ??= nowMs;
    if (nowMs - this.#sinceMs > LONGEST_MS) {
      return true;
    }
    return this.#untilRtp !== null && (rtp - this.#untilRtp) >>> 0 < HALF_RTP;
  }
}
