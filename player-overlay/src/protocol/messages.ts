/**
 * The control socket's messages, subprotocol `croupier.v1+json`. A field or type that a newer
 * server adds is passed over: everything here reads what it knows and leaves the rest.
 */
export const SUBPROTOCOL = "croupier.v1+json";
export const CONTRACT_VER = 1;

/** Table time: integer microseconds, monotonic, about Unix time. */
export type Micros = number;

export interface Item {
  readonly spot: string;
  readonly stakeMinor: number;
  readonly creditMinor?: number;
}

export type BetState = "pending" | "accepted" | "refused" | "cancelling" | "cancelled" | "settled" | "void";

export interface Bet {
  readonly bet?: string | null;
  readonly idempotencyKey: string;
  /** In answers to a cancel: the key under which the bet was placed. */
  readonly placeKey?: string | null;
  readonly round: string;
  readonly state: BetState;
  readonly items: readonly Item[];
  readonly balanceMinor?: number;
  readonly clientBuild?: string | null;
  readonly code?: string;
  readonly detail?: string;
}

export type Result = { readonly pocket: number } | { readonly player: readonly string[]; readonly banker: readonly string[]; readonly shoe?: string };

export interface Round {
  readonly round: string;
  readonly table: string;
  readonly state: string;
  readonly calcVer: string;
  readonly rulesHash: string;
  readonly openedAt: Micros;
  readonly closesAt: Micros;
  readonly displayClosesAt?: Micros;
  readonly result?: Result | null;
}

export interface Anchor {
  readonly programId: string;
  /** RTP time of the video at {@link Anchor.tableTime}, 90 kHz, modulo 2³². */
  readonly rtpBase: number;
  readonly tableTime: Micros;
  readonly clockId: string;
  readonly epoch: number;
}

export interface Snapshot {
  readonly table: string | { readonly table: string };
  readonly round: Round | null;
  readonly openBets: readonly Bet[];
  readonly balanceMinor: number;
  readonly currency: string;
  readonly exponent: number;
  readonly limits: unknown;
  readonly chips: readonly unknown[];
  readonly lastResults: readonly unknown[];
  readonly anchor: Anchor | null;
}

export interface BuildRef {
  readonly buildId: string;
  readonly entry: string;
  readonly integrity: string;
  /** The round after which the swap is wanted; without it, this player's next boundary. */
  readonly after?: string | null;
}

export interface Bodies {
  welcome: { session: string; build: string | null; resumed: boolean; snapshot?: Snapshot | null };
  "round.opened": { round: string; table: string; calcVer: string; rulesHash: string; limitsVer: string; openedAt: Micros; closesAt: Micros; displayClosesAt?: Micros };
  "round.closed": { round: string; at: Micros };
  "round.held": { round: string; reason: string };
  "round.voided": { round: string; reason: string; refunds?: readonly Bet[] | null };
  "round.progress": { round: string; kind: string; card?: string; to?: string; frame?: Micros | null };
  "round.result": { round: string; result: Result; frame?: Micros | null };
  "round.settled": { round: string; calcVer: string; clientBuild?: string | null; bets?: readonly Bet[] | null; netMinor?: number; balanceMinor?: number };
  "round.resettled": { round: string; calcVer: string; bets?: readonly Bet[] | null; netMinor?: number; balanceMinor?: number };
  "bet.pending": Bet;
  "bet.accepted": Bet;
  "bet.rejected": Bet;
  "bet.cancelled": Bet;
  balance: { balanceMinor: number; bonusMinor?: number; openStakesMinor?: number; currency: string; because?: string };
  "media.anchor": Anchor;
  "media.catchup": { untilRtp: number };
  "media.move": { whep: string };
  "build.available": BuildRef;
  "build.pinned": BuildRef;
  "build.rollback": BuildRef;
  "table.status": { state?: string; code?: string; detail?: string; signal?: string | null };
  "player.message": { code?: string; title?: string; detail?: string };
  "session.ended": { code?: string; detail?: string };
  error: { code: string; detail?: string; idempotencyKey?: string };
}

export type ServerType = keyof Bodies;

export type ServerMessage = {
  [T in ServerType]: { readonly type: T; readonly seq: number; readonly tableTime: Micros; readonly body: Bodies[T] };
}[ServerType];

/** A message of a type this shell does not know: it counts for `seq` and is passed over. */
export interface UnknownMessage {
  readonly type: "unknown";
  readonly name: string;
  readonly seq: number;
  readonly tableTime: Micros;
}

export type Decoded = { readonly ok: true; readonly message: ServerMessage | UnknownMessage } | { readonly ok: false; readonly why: string };

const KNOWN: ReadonlySet<string> = new Set<ServerType>([
  "welcome", "round.opened", "round.closed", "round.held", "round.voided", "round.progress", "round.result", "round.settled",
  "round.resettled", "bet.pending", "bet.accepted", "bet.rejected", "bet.cancelled", "balance", "media.anchor", "media.catchup",
  "media.move", "build.available", "build.pinned", "build.rollback", "table.status", "player.message", "session.ended", "error",
]);

/** Reads one text frame; bad bytes are a rejection with a reason, never an exception. */
export function decode(text: string): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, why: "not JSON" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { ok: false, why: "not an object" };
  }
  const { type, seq, tableTime, body } = value as Record<string, unknown>;
  if (typeof type !== "string" || !Number.isSafeInteger(seq)) {
    return { ok: false, why: "no type or seq" };
  }
  const time = typeof tableTime === "number" ? tableTime : 0;
  if (!KNOWN.has(type)) {
    return { ok: true, message: { type: "unknown", name: type, seq: seq as number, tableTime: time } };
  }
  if (typeof body !== "object" || body === null) {
    return { ok: false, why: `${type} without a body` };
  }
  return { ok: true, message: { type, seq: seq as number, tableTime: time, body } as ServerMessage };
}

export interface ClientBodies {
  hello: { token: string; table: string; build: string; contractVers: readonly number[]; resume?: { session: string; lastSeq: number } };
  "bet.place": { idempotencyKey: string; round: string; items: readonly Item[] };
  "bet.cancel": { idempotencyKey: string; bet?: string; placeKey?: string };
  "qos.report": Record<string, number | string>;
  "build.ready": { buildId: string };
  "build.failed": { buildId: string; code: string; detail: string };
}

export type ClientMessage = { [T in keyof ClientBodies]: { readonly type: T; readonly body: ClientBodies[T] } }[keyof ClientBodies];

export function encode(message: ClientMessage): string {
  return JSON.stringify({ type: message.type, contractVer: CONTRACT_VER, body: message.body });
}

/** What may be staked on a spot, in minor units. */
export interface Limits {
  readonly minMinor: number;
  readonly maxMinor: number;
  readonly stepMinor: number;
}

function numberOf(source: unknown, names: readonly string[]): number | undefined {
  if (typeof source !== "object" || source === null) {
    return undefined;
  }
  for (const name of names) {
    const value: unknown = Reflect.get(source, name);
    if (typeof value === "number") {
      return value;
    }
  }
  return undefined;
}

/** The stake limits of a snapshot; what it leaves out is unlimited. */
export function limitsOf(raw: unknown): Limits {
  return {
    minMinor: numberOf(raw, ["minMinor", "minStakeMinor", "minimumMinor"]) ?? 1,
    maxMinor: numberOf(raw, ["maxMinor", "maxStakeMinor", "maximumMinor"]) ?? Number.MAX_SAFE_INTEGER,
    stepMinor: numberOf(raw, ["stepMinor", "stakeStepMinor"]) ?? 1,
  };
}

/** Chip values in minor units, smallest first. */
export function chipsOf(raw: readonly unknown[] | undefined, exponent: number): number[] {
  const values = (raw ?? []).map((chip) => (typeof chip === "number" ? chip : numberOf(chip, ["valueMinor", "stakeMinor"]))).filter((v): v is number => v !== undefined && v > 0);
  return values.length > 0 ? values.sort((a, b) => a - b) : [1, 5, 25, 100, 500, 1000].map((v) => v * 10 ** exponent);
}

/** The last results, newest first; each is a result or an object that holds one. */
export function resultsOf(raw: readonly unknown[] | undefined): Result[] {
  return (raw ?? []).flatMap((entry) => {
    if (typeof entry === "object" && entry !== null) {
      const held = "result" in entry ? entry.result : entry;
      if (typeof held === "object" && held !== null && ("pocket" in held || "player" in held)) {
        return [held as Result];
      }
    }
    return [];
  });
}
