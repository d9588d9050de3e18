import type { Item, ServerMessage } from "../../protocol/messages.js";
import { moneyOf, type Money } from "../../protocol/money.js";
import type { Geometry, Host, TableView } from "../../shell/contract.js";
import { baccaratWords as B } from "../../strings/baccarat.js";
import { gameWords as W } from "../../strings/games.js";
import { Bar } from "../common/bar.js";
import { attribute, find, html, icon, text } from "../common/dom.js";
import { betting } from "../common/phase.js";
import { Rack } from "../common/rack.js";
import { refusal, refusalOf } from "../common/refusal.js";
import { doubled, rebet, spendable, total, undoTarget } from "../common/slips.js";

const ACTIONS = ["undo", "double", "rebet"] as const;
const nameOf = (spot: string): string => B.names[spot] ?? spot;

/** What a person holds beside the spots: chips, undo, double, rebet, the balance. */
export class Desk {
  readonly rack = new Rack();
  readonly bar: Bar;
  readonly actions = html(`
<div class="acts">
  <button type="button" class="btn undo" aria-label="${W.undo}">${icon("undo", 18)}<span>${W.undo}</span></button>
  <button type="button" class="btn double" aria-label="${W.doubleName}">${W.double}</button>
  <button type="button" class="btn rebet">${icon("rebet", 18)}<span></span></button>
</div>`);
  money: Money;
  #view: TableView;

  constructor(
    readonly host: Host,
    name: string,
  ) {
    this.#view = host.view();
    this.money = moneyOf(this.#view.currency, this.#view.exponent);
    this.bar = new Bar({ buildId: host.buildId, semver: host.semver, name });
    find(this.actions, ".undo").addEventListener("click", () => this.undo());
    find(this.actions, ".double").addEventListener("click", () => this.place(doubled(this.#view.slips)));
    find(this.actions, ".rebet").addEventListener("click", () => this.place(rebet(this.#view)));
  }

  update(view: TableView, cause: ServerMessage | null, { mode }: Geometry): void {
    if (this.#view.currency !== view.currency || this.#view.exponent !== view.exponent) {
      this.money = moneyOf(view.currency, view.exponent);
    }
    this.#view = view;
    this.rack.show(view, this.money);
    this.bar.show(view, this.money, mode);
    this.enable();
    const toast = cause === null ? null : refusalOf(cause, view, this.money, nameOf);
    if (toast !== null) {
      this.host.toast(toast);
    }
  }

  /** Whether bets are taken, for the eye. */
  get open(): boolean {
    return betting(this.#view, this.host.now());
  }

  /** One slip of the chosen chip on a spot. */
  bet(spot: string): void {
    this.place([{ spot, stakeMinor: this.rack.chosen }]);
  }

  place(items: readonly Item[]): void {
    if (items.length === 0 || !this.open) {
      return;
    }
    if (total(items) > spendable(this.#view)) {
      this.host.toast(refusal("insufficient_funds", items, this.#view, this.money, nameOf));
      return;
    }
    this.host.place(items);
  }

  undo(): void {
    const slip = undoTarget(this.#view.slips);
    if (slip !== null && this.open) {
      this.host.undo(slip.key);
    }
  }

  /** What has the focus here, as a selector that another build understands; null if nothing has. */
  focused(): string | null {
    const { activeElement } = this.host.root;
    if (!(activeElement instanceof HTMLElement)) {
      return null;
    }
    if (activeElement.dataset.chip !== undefined) {
      return "[data-chip][aria-checked=true]";
    }
    const action = ACTIONS.find((name) => activeElement.classList.contains(name));
    return action === undefined ? null : `.${action}`;
  }

  /** Says which actions there are now. */
  enable(): void {
    const view = this.#view;
    const { open } = this;
    const again = total(rebet(view));
    const on = { undo: open && undoTarget(view.slips) !== null, double: open && view.slips.length > 0, rebet: open && again > 0 };
    for (const name of ACTIONS) {
      // Not `disabled`: that would drop the focus of somebody who waits for the next round.
      attribute(find(this.actions, `.${name}`), "aria-disabled", on[name] ? null : "true");
    }
    const button = find(this.actions, ".rebet");
    const label = again > 0 ? W.rebetName(this.money.short(again)) : W.rebet;
    attribute(button, "aria-label", label);
    attribute(button, "title", again > 0 ? label : null);
    text(find(button, "span"), label);
    button.classList.toggle("p", on.rebet);
  }
}
