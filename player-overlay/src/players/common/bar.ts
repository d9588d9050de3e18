import type { Money } from "../../protocol/money.js";
import type { Mode, TableView } from "../../shell/contract.js";
import { gameWords as W } from "../../strings/games.js";
import { attribute, find, html, text } from "./dom.js";
import { onFelt, total } from "./slips.js";

/** Balance, total bet, last win; rules, table time, and which build this is. Digits change at once. */
export class Bar {
  readonly element = html(`<footer class="bar">
    <div class="kv bal"><span class="lab">${W.balance}</span><b></b></div>
    <div class="kv bet"><span class="lab"><i>${W.totalBet}</i><i>${W.bet}</i></span><b></b></div>
    <div class="kv paid"><span class="lab">${W.lastWin}</span><b></b></div>
    <span class="sp"></span>
    <span class="meta rules"></span>
    <span class="meta clock"><b></b> ${W.tableTime}</span>
    <span class="badge"></span>
  </footer>`);
  readonly #balance = find(this.element, ".bal b");
  readonly #bet = find(this.element, ".bet b");
  readonly #paid = find(this.element, ".paid b");
  readonly #rules = find(this.element, ".rules");
  readonly #clock = find(this.element, ".clock b");
  readonly badge = find(this.element, ".badge");

  /** @param own the build that this bar belongs to, for the time before it is on screen */
  constructor(readonly own: { readonly buildId: string; readonly semver: string; readonly name: string }) {}

  show(view: TableView, money: Money, mode: Mode): void {
    attribute(this.#balance, "data-balance", String(view.balanceMinor));
    text(this.#balance, money.full(view.balanceMinor));
    const staked = total(onFelt(view.slips));
    attribute(this.#bet, "data-total-bet", String(staked));
    text(this.#bet, money.full(staked));
    text(this.#paid, money.full(view.lastWinMinor));
    text(this.#rules, view.round === null ? "" : W.rules(view.round.calcVer));
    const { buildId, pending } = view.badge;
    const shown = buildId === "" ? this.own : view.badge;
    attribute(this.badge, "data-build", shown.buildId);
    attribute(this.badge, "data-pending", pending);
    attribute(this.badge, "title", W.badge(shown.semver));
    this.badge.classList.toggle("pending", pending !== null);
    // The shape goes with the major version: dot for 1.x, diamond from 2.x on.
    this.badge.classList.toggle("d", Number.parseInt(pending ?? shown.semver, 10) >= 2);
    text(this.badge, pending !== null ? W.after(pending) : mode === "wide" ? `${shown.semver} ${shown.name}` : shown.semver);
  }

  tick(now: number): void {
    text(this.#clock, new Date(now / 1000).toISOString().slice(11, 19));
  }
}
