import type { Item, ServerMessage } from "../../protocol/messages.js";
import { moneyOf, type Money } from "../../protocol/money.js";
import type { Geometry, Host, TableView } from "../../shell/contract.js";
import { cancelRefused, gameWords as W, otherRefusal, refusals } from "../../strings/games.js";
import { chipFamily, chipLabel } from "./chips.js";
import { attribute, find, html, icon, text } from "./dom.js";
import { betting } from "./phase.js";
import { doubled, onFelt, rebet, spendable, total, undoTarget } from "./slips.js";

/** Rack, actions and balance bar, as markup for a build's page part. */
export const DESK = `
  <div class="rack" role="radiogroup" aria-label="${W.chips}"></div>
  <div class="acts">
    <button type="button" class="btn undo" aria-label="${W.undo}">${icon("undo", 18)}<span>${W.undo}</span></button>
    <button type="button" class="btn double" aria-label="${W.doubleName}">${W.double}</button>
    <button type="button" class="btn rebet">${icon("rebet", 18)}<span></span></button>
  </div>
  <footer class="bar">
    <div class="kv bal"><span class="lab">${W.balance}</span><b></b></div>
    <div class="kv bet"><span class="lab"><i>${W.totalBet}</i><i>${W.bet}</i></span><b></b></div>
    <div class="kv paid"><span class="lab">${W.lastWin}</span><b></b></div>
    <span class="sp"></span>
    <span class="meta rules"></span>
    <span class="meta clock"><b></b> ${W.tableTime}</span>
    <span class="badge"></span>
  </footer>`;

export interface DeskOptions {
  readonly root: HTMLElement;
  readonly host: Host;
  readonly name: string;
  /** A spot in words, for refusals. */
  spotTitle(spot: string): string;
}

/** What a person holds at every game: chips, undo, double, rebet, the balance. */
export class Desk {
  chip = 0;
  money: Money;
  #view: TableView;

  constructor(readonly options: DeskOptions) {
    const { root, host } = options;
    this.#view = host.view();
    this.money = moneyOf(this.#view.currency, this.#view.exponent);
    find(root, ".undo").addEventListener("click", () => this.undo());
    find(root, ".double").addEventListener("click", () => this.place(doubled(this.#view.slips)));
    find(root, ".rebet").addEventListener("click", () => this.place(rebet(this.#view)));
    find(root, ".rack").addEventListener("keydown", (event) => this.#rackKey(event));
  }

  update(view: TableView, cause: ServerMessage | null, geometry: Geometry): void {
    const before = this.#view;
    this.#view = view;
    if (before.currency !== view.currency || before.exponent !== view.exponent) {
      this.money = moneyOf(view.currency, view.exponent);
    }
    if (!view.chips.includes(this.chip)) {
      this.chip = view.chips[1] ?? view.chips[0] ?? 0;
    }
    this.#rack();
    this.#bar(geometry);
    this.actions();
    if (cause !== null) {
      this.#refusal(cause);
    }
  }

  /** Whether bets are taken, for the eye. */
  get open(): boolean {
    return betting(this.#view, this.options.host.now());
  }

  place(items: readonly Item[]): void {
    if (items.length === 0 || !this.open) {
      return;
    }
    if (total(items) > spendable(this.#view)) {
      this.#refused("insufficient_funds", items);
      return;
    }
    this.options.host.place(items);
  }

  undo(): void {
    const slip = undoTarget(this.#view.slips);
    if (slip !== null && this.open) {
      this.options.host.undo(slip.key);
    }
  }

  choose(minor: number): void {
    if (this.#view.chips.includes(minor)) {
      this.chip = minor;
      this.#rack();
    }
  }

  clock(now: number): void {
    text(find(this.options.root, ".clock b"), new Date(now / 1000).toISOString().slice(11, 19));
  }

  /** What has the focus here, as a selector that another build understands; null if nothing has. */
  focused(): string | null {
    const { activeElement } = this.options.host.root;
    if (!(activeElement instanceof HTMLElement)) {
      return null;
    }
    if (activeElement.dataset.chip !== undefined) {
      return "[data-chip][aria-checked=true]";
    }
    return ["undo", "double", "rebet"].filter((name) => activeElement.classList.contains(name)).map((name) => `.${name}`)[0] ?? null;
  }

  actions(): void {
    const view = this.#view;
    const { open } = this;
    const again = total(rebet(view));
    // Not `disabled`: that would drop the focus of somebody who waits for the next round.
    const set = (name: string, on: boolean) => attribute(find(this.options.root, name), "aria-disabled", on ? null : "true");
    set(".undo", open && undoTarget(view.slips) !== null);
    set(".double", open && view.slips.length > 0);
    set(".rebet", open && again > 0);
    const label = again > 0 ? W.rebetName(this.money.short(again)) : W.rebet;
    const button = find(this.options.root, ".rebet");
    attribute(button, "aria-label", label);
    text(find(button, "span"), label);
    button.classList.toggle("p", open && again > 0);
  }

  #rackKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const { chips } = this.#view;
    const next = chips[(chips.indexOf(this.chip) + step + chips.length) % chips.length];
    if (next !== undefined) {
      this.choose(next);
      this.options.root.querySelector<HTMLElement>(`[data-chip="${next}"]`)?.focus();
    }
  }

  #rack(): void {
    const rack = find(this.options.root, ".rack");
    const { chips, exponent } = this.#view;
    if (rack.childElementCount !== chips.length || chips.some((chip, i) => (rack.children[i] as HTMLElement).dataset.chip !== String(chip))) {
      rack.replaceChildren(
        ...chips.map((minor) => {
          const button = html<HTMLButtonElement>(`<button type="button" role="radio"></button>`);
          button.dataset.chip = String(minor);
          button.className = `chip ${chipFamily(minor, exponent)}`;
          button.textContent = chipLabel(minor, exponent);
          button.addEventListener("click", () => this.choose(minor));
          return button;
        }),
      );
    }
    const left = spendable(this.#view);
    chips.forEach((minor, i) => {
      const button = rack.children[i] as HTMLElement;
      const chosen = minor === this.chip;
      const dear = minor > left;
      button.classList.toggle("on", chosen);
      button.classList.toggle("off", dear);
      attribute(button, "aria-checked", String(chosen));
      attribute(button, "tabindex", chosen ? "0" : "-1");
      const name = dear ? W.tooDear(this.money.short(minor)) : W.chip(this.money.short(minor));
      attribute(button, "aria-label", name);
      attribute(button, "title", dear ? name : null);
    });
  }

  #bar(geometry: Geometry): void {
    const view = this.#view;
    const { root, host } = this.options;
    const balance = find(root, ".bal b");
    attribute(balance, "data-balance", String(view.balanceMinor));
    text(balance, this.money.full(view.balanceMinor));
    const bet = find(root, ".bet b");
    const staked = view.round?.phase === "voided" ? 0 : total(onFelt(view.slips));
    attribute(bet, "data-total-bet", String(staked));
    text(bet, this.money.full(staked));
    text(find(root, ".paid b"), this.money.full(view.lastWinMinor));
    text(find(root, ".rules"), view.round === null ? "" : W.rules(view.round.calcVer));
    const badge = find(root, ".badge");
    const { semver, name, pending, buildId } = view.badge;
    const version = semver || host.semver;
    attribute(badge, "data-build", buildId === "" ? host.buildId : buildId);
    badge.classList.toggle("pending", pending !== null);
    badge.classList.toggle("d", (pending ?? version) >= "2");
    text(badge, pending !== null ? W.after(pending) : geometry.mode !== "wide" ? version : `${version} ${name || this.options.name}`);
    attribute(badge, "title", W.badge(version));
  }

  #refused(code: string, items: readonly Item[]): void {
    const { limits, balanceMinor } = this.#view;
    const only = items.length === 1 ? items[0] : undefined;
    const [title, detail] = (refusals[code] ?? otherRefusal)({
      amount: this.money.full(total(items)),
      spot: only === undefined ? W.onSpots("", items.length).replace(/^ on /, "") : this.options.spotTitle(only.spot),
      min: this.money.short(limits.minMinor),
      max: this.money.short(limits.maxMinor),
      step: this.money.short(limits.stepMinor),
      balance: this.money.full(balanceMinor),
    });
    this.options.host.toast({ kind: code === "above_maximum" || code === "below_minimum" ? "warn" : "bad", title, detail });
  }

  #refusal(cause: ServerMessage): void {
    if (cause.type === "bet.rejected") {
      const { items, code } = cause.body;
      if (Array.isArray(items) && items.length > 0) {
        this.#refused(code ?? "", items);
      } else {
        this.options.host.toast({ kind: "warn", title: cancelRefused[0], detail: cancelRefused[1] });
      }
    } else if (cause.type === "error" && cause.body.idempotencyKey !== undefined && cause.body.code !== "overloaded") {
      this.#refused(cause.body.code, []);
    }
  }
}
