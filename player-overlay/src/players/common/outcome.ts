import type { Money } from "../../protocol/money.js";
import type { Outcome, TableView } from "../../shell/contract.js";
import { gameWords as W } from "../../strings/games.js";
import { attribute, find, html, icon, text } from "./dom.js";

/** How long a result is shown large before only the strip has it. */
const SHOWN_US = 4_000_000;

/** What a game shows large of its result. */
export interface Headline {
  /** In the square: a number, a winner. */
  readonly short: string;
  readonly tone: string;
  /** The value of `data-result`. */
  readonly data: string;
  readonly traits: string;
}

/** The result on the picture's wall side: what it is, then the net of this player's bets. */
export class OutcomePanel {
  readonly element = html(`<div class="rev gone"><div class="n"></div><div class="t"><span class="a"></span><span class="w"></span><span class="d"></span></div></div>`);
  readonly #number = find(this.element, ".n");
  readonly #traits = find(this.element, ".a");
  readonly #win = find(this.element, ".w");
  readonly #detail = find(this.element, ".d");

  show(view: TableView, headline: Headline | null, money: Money, now: number): void {
    const { round, outcome } = view;
    const voided = outcome?.kind === "void" && round?.phase === "voided";
    const fresh = outcome === null || now - outcome.at < SHOWN_US;
    const shown = voided || (headline !== null && (round?.phase === "resulted" || (round?.phase === "settled" && fresh)));
    attribute(this.element, "data-result", headline?.data ?? null);
    this.element.classList.toggle("gone", !shown);
    if (!shown) {
      return;
    }
    this.element.classList.toggle("void", voided);
    if (voided) {
      this.#voided(outcome, money);
    } else if (headline !== null) {
      text(this.#number, headline.short);
      this.#number.dataset.colour = headline.tone;
      text(this.#traits, headline.traits);
      this.#net(outcome !== null && outcome.round === round.round ? outcome : null, view, money);
    }
  }

  /** The amount first, the reason second. */
  #voided(outcome: Outcome, money: Money): void {
    this.#number.innerHTML = icon("undo", 26);
    this.#win.classList.remove("up");
    text(this.#traits, "");
    text(this.#win, outcome.returnedMinor > 0 ? W.voidTitle(money.full(outcome.returnedMinor)) : W.voidNothing);
    text(this.#detail, [W.reason[outcome.reason] ?? "", W.round(outcome.round)].filter(Boolean).join(" · "));
  }

  /** Net, and never a celebration below the stake. */
  #net(outcome: Outcome | null, view: TableView, money: Money): void {
    const played = outcome !== null && outcome.stakedMinor > 0;
    const up = played && outcome.netMinor > 0;
    this.#win.classList.toggle("up", up);
    text(this.#win, !played ? "" : up ? money.signed(outcome.netMinor) : W.noWin);
    let detail = "";
    if (played) {
      const staked = money.full(outcome.stakedMinor);
      detail = outcome.returnedMinor > 0 ? W.returned(money.full(outcome.returnedMinor), staked) : W.stakedBalance(staked, money.full(view.balanceMinor));
    } else if (outcome !== null) {
      detail = W.noBets;
    }
    text(this.#detail, detail);
  }
}
