import { ApiError, answer } from "../transport/api.js";
import type { Round } from "../protocol/messages.js";

export type SignalState = "live" | "stale" | "lost" | "refused";

export interface Signal {
  readonly signal: string;
  readonly state: SignalState;
  readonly reason?: string | null;
  readonly onAir: boolean;
  readonly codec?: string | null;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** What a cut to it would be now, and why it cannot be. */
  readonly cut?: { readonly verdict: "seamless" | "reconfigures" | "incompatible" | "not_ready"; readonly reason?: string };
}

export interface Table {
  readonly table: string;
  readonly game: string;
  readonly program: { readonly signal: string | null; readonly since: number | null };
  readonly signals: readonly Signal[];
  readonly round: Round | null;
  readonly calcVer: string;
  readonly viewers: number;
}

/** The tables of an answer; what is no table is left out. */
export function tablesOf(body: unknown): Table[] {
  const list = Array.isArray(body) ? body : ((body as { tables?: unknown } | null)?.tables ?? []);
  return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((entry) => {
    const t = entry as Partial<Table> | null;
    return typeof t?.table !== "string"
      ? []
      : [{ table: t.table, game: t.game ?? "", program: t.program ?? { signal: null, since: null }, signals: t.signals ?? [], round: t.round ?? null, calcVer: t.calcVer ?? "", viewers: t.viewers ?? 0 }];
  });
}

export type TablesAnswer = { readonly ok: true; readonly tables: readonly Table[] } | { readonly ok: false; readonly why: "unreachable" | "refused" };

export async function askTables(fetcher: typeof fetch = fetch.bind(globalThis)): Promise<TablesAnswer> {
  try {
    return { ok: true, tables: tablesOf(await answer(await fetcher("/api/v1/tables", { signal: AbortSignal.timeout(5000) }))) };
  } catch (error) {
    return { ok: false, why: error instanceof ApiError ? "refused" : "unreachable" };
  }
}
