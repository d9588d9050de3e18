import type { Bet, Micros, Result, Round } from "../protocol/messages.js";
import { coupOf } from "../players/baccarat/cards.js";
import type { Signal, Table } from "../live/tables.js";
import { lobbyWords, studioWords as W } from "../strings/pages.js";

// ---- sources and keys

/** A tile under the monitors. The slate stands in by itself and cannot be chosen. */
export interface Source {
  readonly name: string;
  /** The key that puts it on preview; null where there is none left. */
  readonly key: string | null;
  readonly kind: "signal" | "slate";
  readonly signal: Signal | null;
  readonly onAir: boolean;
  readonly onPreview: boolean;
}

const KEYS = 9;

export function sourcesOf(table: Table, preview: string | null): Source[] {
  const signals = table.signals.map((signal, i): Source => ({
    name: signal.signal,
    key: i < KEYS ? String(i + 1) : null,
    kind: "signal",
    signal,
    onAir: table.program.signal === signal.signal,
    onPreview: preview === signal.signal,
  }));
  return [...signals, { name: W.slate, key: null, kind: "slate", signal: null, onAir: table.program.signal === null, onPreview: false }];
}

/** What preview shows when nobody has chosen: the first live signal that is not on air, else any other one. */
export function previewOf(table: Table, chosen: string | null): string | null {
  if (chosen !== null && table.signals.some((s) => s.signal === chosen)) {
    return chosen;
  }
  const others = table.signals.filter((s) => s.signal !== table.program.signal);
  return (others.find((s) => s.state === "live") ?? others[0] ?? table.signals[0])?.signal ?? null;
}

export type KeyAction = { readonly type: "preview"; readonly signal: string } | { readonly type: "cut" } | { readonly type: "abort" };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

/** What a key means wherever the focus is; nothing while somebody types or answers a question. */
export function keyAction(press: KeyPress, table: Table | null, typing: boolean): KeyAction | null {
  if (typing || table === null || press.ctrlKey || press.metaKey || press.altKey || press.repeat) {
    return null;
  }
  if (press.key === "Escape") {
    return { type: "abort" };
  }
  if (press.key === "a" || press.key === "A") {
    return { type: "cut" };
  }
  const source = sourcesOf(table, null).find((s) => s.key === press.key);
  return source === undefined ? null : { type: "preview", signal: source.name };
}

// ---- cuts

export interface Handover {
  readonly id: string;
  readonly table: string;
  readonly from: string | null;
  readonly to: string;
  readonly by: string;
  readonly state: string;
  readonly at: Micros;
  readonly agreedCapture: Micros | null;
  readonly reason: string | null;
}

/** A cut of this console, from the press of the button on. */
export interface Cut {
  readonly to: string;
  readonly pressedAt: Micros;
  /** Null until the gateway has answered. */
  readonly handover: Handover | null;
  readonly endedAt: Micros | null;
  readonly failure: string | null;
}

export type CutPhase = "ready" | "armed" | "done" | "failed";

export function cutPhase(cut: Cut | null): CutPhase {
  if (cut === null) {
    return "ready";
  }
  if (cut.failure !== null || cut.handover?.state === "aborted") {
    return "failed";
  }
  return cut.handover?.state === "switched" ? "done" : "armed";
}

/** Why a cut cannot be asked for now, in words; null if it can. */
export function cutObstacle(table: Table, preview: string | null, cut: Cut | null): string | null {
  if (cutPhase(cut) === "armed") {
    return W.waits(cut?.to ?? "");
  }
  const signal = table.signals.find((s) => s.signal === preview);
  if (signal === undefined) {
    return W.choose;
  }
  if (signal.signal === table.program.signal) {
    return W.alreadyOnAir(signal.signal);
  }
  if (signal.state !== "live") {
    return W.notLive(signal.signal);
  }
  if (signal.reason === "codec") {
    return W.otherCodec(signal.signal);
  }
  return signal.cut?.verdict === "incompatible" ? W.incompatible(signal.signal, W.reason[signal.cut.reason ?? ""] ?? signal.cut.reason ?? "") : null;
}

/** Seconds from the press to the agreed end, for the ring and the evidence. */
export function waitedSeconds(cut: Cut, now: Micros): number {
  return Math.max(0, ((cut.endedAt ?? now) - cut.pressedAt) / 1e6);
}

// ---- rounds

export interface RoundRow {
  readonly round: string;
  readonly state: string;
  readonly closesAt: Micros;
  readonly openedAt: Micros;
  readonly calcVer: string;
  readonly result: Result | null;
  /** Null until it was asked for. */
  readonly bets: number | null;
  readonly stakesMinor: number | null;
  readonly creditMinor: number | null;
}

const COUNTED = new Set<Bet["state"]>(["accepted", "settled", "void", "cancelling"]);

/** A row of a round as the gateway tells it, with its bets where they are in it. */
export function rowOf(round: Round & { readonly bets?: readonly Bet[] | null }): RoundRow {
  const bets = round.bets?.filter((bet) => COUNTED.has(bet.state)) ?? null;
  const sum = (of: (item: Bet["items"][number]) => number) => (bets === null ? null : bets.reduce((s, bet) => s + bet.items.reduce((t, item) => t + of(item), 0), 0));
  return {
    round: round.round,
    state: round.state,
    closesAt: round.displayClosesAt ?? round.closesAt,
    openedAt: round.openedAt,
    calcVer: round.calcVer,
    result: round.result ?? null,
    bets: bets?.length ?? null,
    stakesMinor: sum((item) => item.stakeMinor),
    creditMinor: sum((item) => item.creditMinor ?? 0),
  };
}

const MOST_ROWS = 12;

/** Puts a round into the list, newest first; figures already known stay until newer ones come. */
export function withRow(rows: readonly RoundRow[], row: RoundRow): RoundRow[] {
  const old = rows.find((r) => r.round === row.round);
  const merged = old === undefined ? row : { ...row, bets: row.bets ?? old.bets, stakesMinor: row.stakesMinor ?? old.stakesMinor, creditMinor: row.creditMinor ?? old.creditMinor };
  return [merged, ...rows.filter((r) => r.round !== row.round)].sort((a, b) => b.openedAt - a.openedAt).slice(0, MOST_ROWS);
}

/** Settled stakes less payouts; null while it is not settled or not known. */
export function ggrOf(row: RoundRow): number | null {
  if (row.state === "void") {
    return row.stakesMinor === null ? null : 0;
  }
  return row.state === "settled" && row.stakesMinor !== null && row.creditMinor !== null ? row.stakesMinor - row.creditMinor : null;
}

const LONGEST_GAP_US = 300e6;

/** How often rounds begin, whole seconds, from the openings known; null from fewer than two. */
export function cadenceOf(rows: readonly RoundRow[]): number | null {
  const gaps = rows.slice(0, -1).map((row, i) => row.openedAt - (rows[i + 1]?.openedAt ?? 0));
  // A pause of the table, or a restart, says nothing of its pace.
  const sorted = gaps.filter((gap) => gap <= LONGEST_GAP_US).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle / 1e6);
}

export function isOver(row: RoundRow): boolean {
  return row.state === "settled" || row.state === "void";
}

export function resultWords(result: Result | null): string {
  if (result === null) {
    return "–";
  }
  const coup = coupOf(result);
  return coup === null ? ("pocket" in result ? String(result.pocket) : "–") : W.coup(lobbyWords.winners[coup.winner], coup.player, coup.banker);
}

// ---- builds

export interface BuildInfo {
  readonly buildId: string;
  readonly semver: string;
  readonly game: string;
  readonly entry: string;
}

export interface Rollout {
  readonly id: string;
  readonly game: string;
  readonly build: string;
  readonly from: string | null;
  readonly state: string;
  readonly by: string;
  readonly at: Micros;
  readonly ready: number;
  readonly failed: number;
  readonly lastFailure: string | null;
}

/** `roulette-salon.1a2b.js` → `Salon`: a build's file is named after it. */
export function nameOf(build: Pick<BuildInfo, "entry" | "game">): string {
  const file = build.entry.split("/").at(-1)?.split(".")[0] ?? "";
  const own = file.startsWith(`${build.game}-`) ? file.slice(build.game.length + 1) : "";
  return own === "" ? "" : own.charAt(0).toUpperCase() + own.slice(1);
}

export function semverOf(buildId: string | null): string {
  return buildId === null ? "" : buildId.slice(buildId.lastIndexOf("-") + 1);
}

/** The rollout that a press of "Roll back" undoes: the newest complete one of the game that came from somewhere. */
export function rollBackTarget(rollouts: readonly Rollout[], game: string): Rollout | null {
  const newest = [...rollouts].filter((r) => r.game === game).sort((a, b) => b.at - a.at)[0];
  return newest?.state === "complete" && newest.from !== null ? newest : null;
}

// ---- alerts

export interface Alert {
  /** The same trouble keeps its key, so that its age can be told. */
  readonly key: string;
  readonly title: string;
  readonly table: string;
  readonly detail: string;
}

const DOUBTFUL = new Set(["held", "parked"]);

export function alertsOf(tables: readonly Table[], reachable: boolean, rollouts: readonly Rollout[]): Alert[] {
  const alerts: Alert[] = reachable ? [] : [{ key: "unreachable", title: W.alertUnreachable, table: "", detail: W.alertUnreachableDetail }];
  for (const { table, program, signals, round } of tables) {
    if (round !== null && DOUBTFUL.has(round.state)) {
      alerts.push({ key: `round ${round.round}`, title: round.state === "held" ? W.alertHeld(round.round) : W.alertParked(round.round), table, detail: W.alertHeldDetail });
    }
    if (program.signal === null) {
      alerts.push({ key: `slate ${table}`, title: W.alertSlate, table, detail: W.alertSlateDetail });
    }
    for (const signal of signals) {
      if (signal.state !== "live") {
        const why = signal.reason === undefined || signal.reason === null ? "" : (W.reason[signal.reason] ?? signal.reason);
        alerts.push({ key: `signal ${table} ${signal.signal} ${signal.state}`, title: W.alertLost(signal.signal, W.state[signal.state] ?? signal.state), table, detail: [why, program.signal === signal.signal ? W.onAirNow : W.notOnAir].filter(Boolean).join(" · ") });
      }
    }
  }
  for (const rollout of rollouts) {
    if (rollout.failed > 0 && rollout.state === "complete") {
      alerts.push({ key: `build ${rollout.id}`, title: W.alertBuild(rollout.build, rollout.failed), table: rollout.game, detail: rollout.lastFailure ?? "" });
    }
  }
  return alerts;
}

/** `14 s`, `2 min 14 s`, `1 h 3 min`. */
export function span(micros: Micros): string {
  const s = Math.max(0, Math.floor(micros / 1e6));
  return s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

// ---- figures over time

/** One figure's course: newest last, a fixed number of points. */
export class Series {
  readonly points: (number | null)[] = [];

  constructor(readonly size: number) {}

  add(value: number | null): void {
    this.points.push(value);
    if (this.points.length > this.size) {
      this.points.shift();
    }
  }

  get last(): number | null {
    return this.points.at(-1) ?? null;
  }

  range(): { readonly low: number; readonly high: number } | null {
    const known = this.points.filter((p): p is number => p !== null);
    return known.length === 0 ? null : { low: Math.min(...known), high: Math.max(...known) };
  }

  /** An SVG path through the known points; gaps stay gaps. Newest at the right edge. */
  path(width: number, height: number, top: number): string {
    const step = width / Math.max(1, this.size - 1);
    const from = this.size - this.points.length;
    let path = "";
    let pen = "M";
    this.points.forEach((p, i) => {
      if (p === null) {
        pen = "M";
        return;
      }
      path += `${pen}${((from + i) * step).toFixed(1)} ${(height - Math.min(1, p / top) * height).toFixed(1)}`;
      pen = "L";
    });
    return path;
  }
}
