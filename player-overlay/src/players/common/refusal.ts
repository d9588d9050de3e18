import type { Item, ServerMessage } from "../../protocol/messages.js";
import type { Money } from "../../protocol/money.js";
import type { TableView, Toast } from "../../shell/contract.js";
import { cancelRefused, gameWords as W, otherRefusal, refusals } from "../../strings/games.js";
import { total } from "./slips.js";

/** Codes by which a person has done nothing wrong that cannot be put right at once. */
const MILD: ReadonlySet<string> = new Set(["above_maximum", "below_minimum", "step", "table_limit", "liability_limit"]);

/** A refusal in words: what was not taken, and why. */
export function refusal(code: string, items: readonly Item[], view: TableView, money: Money, nameOf: (spot: string) => string): Toast {
  const first = items[0];
  const [title, detail] = (refusals[code] ?? otherRefusal)({
    amount: money.full(total(items)),
    spot: items.length === 1 && first !== undefined ? nameOf(first.spot) : W.spots(items.length),
    min: money.short(view.limits.minMinor),
    max: money.short(view.limits.maxMinor),
    step: money.short(view.limits.stepMinor),
    balance: money.full(view.balanceMinor),
  });
  return { kind: MILD.has(code) ? "warn" : "bad", title, detail };
}

/** The toast that a message calls for; null for most. */
export function refusalOf(cause: ServerMessage, view: TableView, money: Money, nameOf: (spot: string) => string): Toast | null {
  if (cause.type === "bet.rejected") {
    const { items, code } = cause.body;
    // A refused cancel names no items.
    return items.length > 0 ? refusal(code ?? "", items, view, money, nameOf) : { kind: "warn", title: cancelRefused[0], detail: cancelRefused[1] };
  }
  if (cause.type === "error" && cause.body.idempotencyKey !== undefined && cause.body.code !== "overloaded") {
    return refusal(cause.body.code, [], view, money, nameOf);
  }
  return null;
}
