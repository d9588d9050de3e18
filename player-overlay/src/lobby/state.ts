import type { Micros } from "../protocol/messages.js";
import { coupOf, type Coup } from "../players/baccarat/cards.js";
import { ringOf, type RingView } from "../players/common/phase.js";
import type { TableState } from "../shell/table.js";
import type { Table } from "../live/tables.js";
import { lobbyWords as W } from "../strings/pages.js";

/** What stands in the corner of a card: the ring while bets are taken, else a word with a shape. */
export type Corner = { readonly kind: "ring"; readonly ring: RingView } | { readonly kind: "pill"; readonly lock: boolean; readonly words: string } | { readonly kind: "none" };

const NO_BADGE = { buildId: "", semver: "", name: "", pending: null };

export function cornerOf(state: TableState, game: string, now: Micros): Corner {
  const ring = ringOf({ ...state, badge: NO_BADGE }, now);
  switch (ring.state) {
    case "open":
    case "last":
      return { kind: "ring", ring };
    case "wait":
      return { kind: "none" };
    case "closed":
      return { kind: "pill", lock: true, words: state.round?.phase === "held" ? ring.words : game === "baccarat" ? W.dealing : W.spinning };
    case "next":
    case "voided":
      return { kind: "pill", lock: false, words: ring.words };
  }
}

/** Coups of the last results, oldest first, as roads are read. */
export function coupsOf(results: TableState["lastResults"]): Coup[] {
  return results.flatMap((result) => coupOf(result) ?? []).reverse();
}

export interface FilterChoice {
  readonly game: string;
  readonly label: string;
}

/** Filters worth showing: none where all tables are of one game. */
export function filtersOf(tables: readonly Table[]): FilterChoice[] {
  const games = [...new Set(tables.map((t) => t.game))].sort().reverse();
  return games.length < 2 ? [] : [{ game: "", label: W.all }, ...games.map((game) => ({ game, label: W.games[game] ?? game }))];
}

export function shownTables(tables: readonly Table[], filter: string): Table[] {
  return filter === "" ? [...tables] : tables.filter((t) => t.game === filter);
}

/** What the page says under its title, and whether it is bad news. */
export interface Heading {
  readonly words: string;
  readonly detail: string;
  readonly kind: "plain" | "empty" | "bad";
}

export function headingOf(tables: readonly Table[] | null, reach: "ok" | "unreachable" | "refused", filter: string): Heading {
  if (reach === "unreachable") {
    // Cards stay where they are and only the line above them changes.
    const known = tables !== null && tables.length > 0;
    return known ? { words: `${W.unreachable} ${W.unreachableDetail}`, detail: "", kind: "plain" } : { words: W.unreachable, detail: W.unreachableDetail, kind: "bad" };
  }
  if (reach === "refused") {
    return { words: W.refused, detail: W.noneDetail, kind: "empty" };
  }
  if (tables === null) {
    return { words: W.looking, detail: "", kind: "plain" };
  }
  if (tables.length === 0) {
    return { words: W.none, detail: W.noneDetail, kind: "empty" };
  }
  if (shownTables(tables, filter).length === 0) {
    return { words: W.noneOf(W.games[filter] ?? filter), detail: "", kind: "empty" };
  }
  return { words: W.counts(tables.length), detail: "", kind: "plain" };
}

export interface Pip {
  readonly bars: 1 | 2 | 3 | 4 | 0;
  readonly words: string;
}

/** The connection in bars and words, from the previews' own round trips. */
export function pipOf(rttMs: number | null, connected: boolean, everConnected: boolean): Pip {
  if (!connected) {
    return { bars: everConnected ? 1 : 0, words: everConnected ? W.connection.lost : W.connection.connecting };
  }
  if (rttMs === null) {
    return { bars: 0, words: W.connection.connecting };
  }
  const ms = String(Math.max(1, Math.round(rttMs)));
  return rttMs < 100 ? { bars: 4, words: W.connection.good(ms) } : rttMs < 250 ? { bars: 3, words: W.connection.fair(ms) } : { bars: 2, words: W.connection.weak(ms) };
}
