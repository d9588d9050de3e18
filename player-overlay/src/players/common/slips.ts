import type { Item } from "../../protocol/messages.js";
import type { Slip, TableView } from "../../shell/contract.js";

/** Stakes by spot, summed, in the order in which the spots were first used. */
export function merge(items: readonly Item[]): Item[] {
  const bySpot = new Map<string, number>();
  for (const { spot, stakeMinor } of items) {
    bySpot.set(spot, (bySpot.get(spot) ?? 0) + stakeMinor);
  }
  return Array.from(bySpot, ([spot, stakeMinor]) => ({ spot, stakeMinor }));
}

export function total(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + item.stakeMinor, 0);
}

/** What lies on the felt: every slip but those being taken back or given back. */
export function onFelt(slips: readonly Slip[]): Item[] {
  return merge(slips.filter((slip) => slip.state !== "undoing" && slip.state !== "void").flatMap((slip) => slip.items));
}

/** The slip that an undo takes back: the last one that is still there. */
export function undoTarget(slips: readonly Slip[]): Slip | null {
  return slips.findLast((slip) => slip.state === "sending" || slip.state === "accepted") ?? null;
}

/** One slip that doubles everything on the felt. */
export function doubled(slips: readonly Slip[]): Item[] {
  return onFelt(slips);
}

/** One slip with the stakes of the last round played; nothing once something lies on the felt. */
export function rebet(view: TableView): Item[] {
  return view.slips.length > 0 && view.round?.phase === "open" ? [] : merge(view.lastStakes);
}

/** What can still be staked: the balance without what is on its way. */
export function spendable(view: TableView): number {
  return view.balanceMinor - total(view.slips.filter((slip) => slip.state === "sending").flatMap((slip) => slip.items));
}
