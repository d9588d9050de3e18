import { chipsOf, limitsOf, resultsOf, type Bet, type Item, type Micros, type Result, type Round, type ServerMessage, type Snapshot } from "../protocol/messages.js";
import type { Phase, RoundView, Slip, SlipState, TableView } from "./contract.js";

/** Everything of the view but the badge, which is the swap's. */
export type TableState = Omit<TableView, "badge"> & {
  /** Slips whose cancel was sent, by the cancel's key. */
  readonly cancels: ReadonlyMap<string, string>;
  readonly endedAt: Micros | null;
  readonly gapUs: number | null;
};

export type TableEvent =
  | { readonly type: "server"; readonly message: ServerMessage }
  | { readonly type: "placed"; readonly key: string; readonly round: string; readonly items: readonly Item[] }
  | { readonly type: "undoing"; readonly key: string; readonly cancelKey: string };

const MAX_RESULTS = 20;

/** `roulette-1` → `Roulette 1`. */
export function titleOf(table: string): string {
  return table.replace(/-/g, " ").replace(/^./, (c) => c.toUpperCase());
}

export function initial(table: string): TableState {
  return {
    table,
    title: titleOf(table),
    currency: "EUR",
    exponent: 2,
    balanceMinor: 0,
    limits: limitsOf(null),
    chips: chipsOf(undefined, 2),
    lastResults: [],
    round: null,
    slips: [],
    outcome: null,
    lastStakes: [],
    lastWinMinor: 0,
    nextOpensAt: null,
    cancels: new Map(),
    endedAt: null,
    gapUs: null,
  };
}

/** Stakes by spot, summed, in the order in which the spots were first used. */
export function mergeItems(items: readonly Item[]): Item[] {
  const bySpot = new Map<string, number>();
  for (const { spot, stakeMinor } of items) {
    bySpot.set(spot, (bySpot.get(spot) ?? 0) + stakeMinor);
  }
  return Array.from(bySpot, ([spot, stakeMinor]) => ({ spot, stakeMinor }));
}

export function staked(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + item.stakeMinor, 0);
}

const PHASES: Readonly<Record<string, Phase>> = {
  opening: "open",
  betting: "open",
  closed: "closed",
  held: "held",
  parked: "held",
  result: "resulted",
  settled: "settled",
  void: "voided",
};

function roundOf(round: Round | null): RoundView | null {
  return round === null
    ? null
    : {
        round: round.round,
        phase: PHASES[round.state] ?? "closed",
        openedAt: round.openedAt,
        closesAt: round.displayClosesAt ?? round.closesAt,
        calcVer: round.calcVer,
        result: round.result ?? null,
        reason: "",
      };
}

const SLIP_STATES: Partial<Record<Bet["state"], SlipState>> = { pending: "sending", accepted: "accepted", cancelling: "undoing", settled: "settled", void: "void" };

function slipOf(bet: Bet): Slip[] {
  const state = SLIP_STATES[bet.state];
  return state === undefined ? [] : [{ key: bet.idempotencyKey, bet: bet.bet ?? null, round: bet.round, state, items: bet.items }];
}

function welcomed(state: TableState, s: Snapshot): TableState {
  const round = roundOf(s.round);
  const known = s.openBets.flatMap(slipOf);
  const keys = new Set(known.map((slip) => slip.key));
  // What was sent and not answered is sent again by the socket: it stays on the felt.
  const waiting = state.slips.filter((slip) => slip.state === "sending" && !keys.has(slip.key) && slip.round === round?.round);
  return {
    ...state,
    currency: s.currency,
    exponent: s.exponent,
    balanceMinor: s.balanceMinor,
    limits: limitsOf(s.limits),
    chips: chipsOf(s.chips, s.exponent),
    lastResults: resultsOf(s.lastResults).slice(0, MAX_RESULTS),
    round,
    slips: [...known.filter((slip) => slip.round === round?.round), ...waiting],
    cancels: new Map(),
  };
}

/** The current round, if the message is about it. */
function change(state: TableState, round: string, to: Partial<RoundView>): TableState {
  return state.round?.round === round ? { ...state, round: { ...state.round, ...to } } : state;
}

function without(state: TableState, key: string): TableState {
  return { ...state, slips: state.slips.filter((slip) => slip.key !== key) };
}

/** A refused bet leaves the felt; a refused cancel leaves its bet where it was. */
function refused(state: TableState, key: string): TableState {
  const kept = state.cancels.get(key);
  return kept === undefined ? without(state, key) : { ...state, slips: state.slips.map((slip) => (slip.key === kept && slip.state === "undoing" ? { ...slip, state: "accepted" as const } : slip)) };
}

function put(state: TableState, slip: Slip): TableState {
  if (slip.round !== state.round?.round) {
    return state;
  }
  const found = state.slips.some((old) => old.key === slip.key);
  return { ...state, slips: found ? state.slips.map((old) => (old.key === slip.key ? { ...slip, state: old.state === "undoing" ? old.state : slip.state } : old)) : [...state.slips, slip] };
}

function balance(state: TableState, balanceMinor: number | undefined): TableState {
  return balanceMinor === undefined ? state : { ...state, balanceMinor };
}

function remembered(state: TableState): Item[] {
  const items = mergeItems(state.slips.flatMap((slip) => slip.items));
  return items.length > 0 ? items : [...state.lastStakes];
}

function creditOf(bets: readonly Bet[]): number {
  return bets.reduce((sum, bet) => sum + bet.items.reduce((s, item) => s + (item.creditMinor ?? 0), 0), 0);
}

function ended(state: TableState, at: Micros): TableState {
  return { ...state, endedAt: at, nextOpensAt: state.gapUs === null ? null : at + state.gapUs };
}

function withResult(results: readonly Result[], result: Result): Result[] {
  return [result, ...results].slice(0, MAX_RESULTS);
}

function onServer(state: TableState, m: ServerMessage): TableState {
  switch (m.type) {
    case "welcome":
      return m.body.snapshot ? welcomed(state, m.body.snapshot) : state;
    case "round.opened": {
      const b = m.body;
      const gapUs = state.endedAt === null ? state.gapUs : b.openedAt - state.endedAt;
      return {
        ...state,
        round: { round: b.round, phase: "open", openedAt: b.openedAt, closesAt: b.displayClosesAt ?? b.closesAt, calcVer: b.calcVer, result: null, reason: "" },
        slips: [],
        cancels: new Map(),
        outcome: null,
        endedAt: null,
        nextOpensAt: null,
        gapUs,
      };
    }
    case "round.closed":
      return change(state, m.body.round, { phase: "closed" });
    case "round.held":
      return change(state, m.body.round, { phase: "held", reason: m.body.reason });
    case "round.result": {
      if (state.round?.round !== m.body.round || state.round.phase === "settled" || state.round.result !== null) {
        return state;
      }
      return { ...change(state, m.body.round, { phase: "resulted", result: m.body.result }), lastResults: withResult(state.lastResults, m.body.result) };
    }
    case "round.settled": {
      if (state.round?.round !== m.body.round) {
        return balance(state, m.body.balanceMinor);
      }
      const bets = m.body.bets ?? [];
      const stakedMinor = bets.reduce((sum, bet) => sum + staked(bet.items), 0);
      const returnedMinor = creditOf(bets);
      const slips = bets.flatMap(slipOf);
      const next = ended(balance(change(state, m.body.round, { phase: "settled" }), m.body.balanceMinor), m.tableTime);
      return {
        ...next,
        slips,
        lastStakes: remembered({ ...state, slips: slips.length > 0 ? slips : state.slips }),
        lastWinMinor: slips.length > 0 ? returnedMinor : state.lastWinMinor,
        outcome: { round: m.body.round, kind: "settled", result: state.round.result, stakedMinor, returnedMinor, netMinor: m.body.netMinor ?? returnedMinor - stakedMinor, reason: "", at: m.tableTime },
      };
    }
    case "round.resettled":
      return balance(state, m.body.balanceMinor);
    case "round.voided": {
      const refunds = m.body.refunds ?? [];
      const next = balance(change(state, m.body.round, { phase: "voided", reason: m.body.reason }), undefined);
      if (state.round?.round !== m.body.round) {
        return state;
      }
      const back = refunds.reduce((sum, bet) => sum + staked(bet.items), 0);
      return {
        ...ended(next, m.tableTime),
        slips: state.slips.map((slip) => ({ ...slip, state: "void" as const })),
        lastStakes: remembered(state),
        outcome: { round: m.body.round, kind: "void", result: null, stakedMinor: back, returnedMinor: back, netMinor: 0, reason: m.body.reason, at: m.tableTime },
      };
    }
    case "bet.pending":
    case "bet.accepted":
      return balance(slipOf({ ...m.body, state: m.type === "bet.accepted" ? "accepted" : "pending" }).reduce(put, state), m.body.balanceMinor);
    case "bet.rejected":
      return balance(refused(state, m.body.idempotencyKey), m.body.balanceMinor);
    case "bet.cancelled": {
      const placed = state.cancels.get(m.body.idempotencyKey) ?? m.body.placeKey ?? state.slips.find((slip) => slip.bet !== null && slip.bet === m.body.bet)?.key ?? m.body.idempotencyKey;
      return balance(without(state, placed), m.body.balanceMinor);
    }
    case "balance":
      return balance(state, m.body.balanceMinor);
    case "error":
      return m.body.idempotencyKey === undefined || m.body.code === "overloaded" ? state : refused(state, m.body.idempotencyKey);
    default:
      return state;
  }
}

/** The table as this player sees it: a pure function of what came before and what happened. */
export function reduce(state: TableState, event: TableEvent): TableState {
  switch (event.type) {
    case "server":
      return onServer(state, event.message);
    case "placed":
      return put(state, { key: event.key, bet: null, round: event.round, state: "sending", items: event.items });
    case "undoing":
      return {
        ...state,
        cancels: new Map([...state.cancels, [event.cancelKey, event.key]]),
        slips: state.slips.map((slip) => (slip.key === event.key ? { ...slip, state: "undoing" as const } : slip)),
      };
  }
}

/** Whether this player has no part in the current round, so that a build may be changed. */
export function betweenRounds(state: TableState): boolean {
  return state.slips.length === 0 || state.round === null || state.round.phase === "settled" || state.round.phase === "voided";
}
