import { ApiError, answer, api, demoTokens, uuid } from "../transport/api.js";
import type { Bet, Round } from "../protocol/messages.js";
import type { BuildInfo, Handover, Rollout } from "./state.js";

export const operator = demoTokens("operator");
const supervisor = demoTokens("supervisor");

const enc = encodeURIComponent;
const listOf = <T>(body: unknown, name: string): T[] => {
  const list = (body as Record<string, unknown> | null)?.[name] ?? body;
  return Array.isArray(list) ? (list as T[]) : [];
};

export const gateway = {
  cut: async (table: string, to: string) => (await api(operator, "POST", `/api/v1/tables/${enc(table)}/handovers`, { to }, uuid())) as Pick<Handover, "id" | "state" | "at">,
  handover: async (id: string) => (await api(operator, "GET", `/api/v1/handovers/${enc(id)}`)) as Handover,
  abort: (id: string) => api(operator, "DELETE", `/api/v1/handovers/${enc(id)}`, undefined, uuid()),
  round: async (id: string) => (await api(operator, "GET", `/api/v1/rounds/${enc(id)}`)) as Round & { bets?: readonly Bet[] },
  voidRound: (id: string, reason: string) => api(supervisor, "POST", `/api/v1/rounds/${enc(id)}/void`, { reason }, uuid()),
  builds: async () => listOf<BuildInfo>(await api(operator, "GET", "/api/v1/builds"), "builds"),
  rollouts: async () => listOf<Rollout>(await api(operator, "GET", "/api/v1/rollouts"), "rollouts"),
  swap: (game: string, build: string) => api(operator, "POST", "/api/v1/rollouts", { game, build, percent: 100 }, uuid()),
  rollBack: (id: string) => api(operator, "POST", `/api/v1/rollouts/${enc(id)}/rollback`, {}, uuid()),
  ruleset: async (calcVer: string) => (await api(operator, "GET", `/api/v1/rulesets/${enc(calcVer)}`)) as { rulesHash?: string },
  current: async (game: string) => {
    const response = await fetch(`/manifests/${enc(game)}.json`, { cache: "no-cache" });
    return response.ok ? ((await answer(response)) as { build?: string }).build ?? null : null;
  },
};

/** What a refusal says to the person who asked. */
export function why(error: unknown): string {
  return error instanceof ApiError ? error.message || error.code : "no answer from the gateway";
}
