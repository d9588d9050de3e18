import type { Money } from "../../protocol/money.js";
import type { TableView } from "../../shell/contract.js";
import { gameWords as W } from "../../strings/games.js";
import { chipFamily, chipLabel } from "./chips.js";
import { attribute, html } from "./dom.js";
import { spendable } from "./slips.js";

/** The chip rack: a radio group. A chip that is too dear is faint and says why. */
export class Rack {
  readonly element = html(`<div class="rack" role="radiogroup" aria-label="${W.chips}"></div>`);
  #chips: readonly number[] = [];
  #chosen = 0;

  constructor() {
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** The chosen chip, minor units. */
  get chosen(): number {
    return this.#chosen;
  }

  choose(minor: number): void {
    this.#chosen = minor;
    for (const button of this.element.children) {
      const on = (button as HTMLElement).dataset.chip === String(minor);
      button.classList.toggle("on", on);
      attribute(button, "aria-checked", String(on));
      attribute(button, "tabindex", on ? "0" : "-1");
    }
  }

  show(view: TableView, money: Money): void {
    if (view.chips.join() !== this.#chips.join()) {
      this.#chips = view.chips;
      this.element.replaceChildren(...view.chips.map((minor) => this.#button(minor, view.exponent)));
      const kept = view.chips.includes(this.#chosen) ? this.#chosen : (view.chips[1] ?? view.chips[0] ?? 0);
      this.choose(kept);
    }
    const left = spendable(view);
    view.chips.forEach((minor, i) => {
      const button = this.element.children[i] as HTMLElement;
      const dear = minor > left;
      const name = dear ? W.tooDear(money.short(minor)) : W.chip(money.short(minor));
      button.classList.toggle("off", dear);
      attribute(button, "aria-label", name);
      attribute(button, "title", dear ? name : null);
    });
  }

  #button(minor: number, exponent: number): HTMLElement {
    const button = html<HTMLButtonElement>(`<button type="button" role="radio"></button>`);
    button.dataset.chip = String(minor);
    button.className = `chip ${chipFamily(minor, exponent)}`;
    button.textContent = chipLabel(minor, exponent);
    button.addEventListener("click", () => this.choose(minor));
    return button;
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = by === undefined ? undefined : this.#chips[(this.#chips.indexOf(this.#chosen) + by + this.#chips.length) % this.#chips.length];
    if (next !== undefined) {
      event.preventDefault();
      this.choose(next);
      this.element.querySelector<HTMLElement>("[aria-checked=true]")?.focus();
    }
  }
}
