import type { Item, Result, ServerMessage } from "../../protocol/messages.js";
import { moneyOf, type Money } from "../../protocol/money.js";
import type { Build, Carry, Geometry, Host, TableView } from "../../shell/contract.js";
import { gameWords as W } from "../../strings/games.js";
import { Announcer } from "../common/announcer.js";
import { Bar } from "../common/bar.js";
import { attribute, find, html, icon, text } from "../common/dom.js";
import { OutcomePanel, type Headline } from "../common/outcome.js";
import { betting, ringOf, type RingView } from "../common/phase.js";
import { Rack } from "../common/rack.js";
import { refusal, refusalOf } from "../common/refusal.js";
import { Ring } from "../common/ring.js";
import { doubled, onFelt, rebet, spendable, total, undoTarget } from "../common/slips.js";
import { Felt } from "./felt.js";
import type { FeltPlan } from "./plan.js";
import { colourOf, spotOf } from "./spots.js";
import { pocketTraits, spotTitle } from "./words.js";

/** What makes one build of roulette look unlike another. */
export interface Theme {
  readonly name: string;
  readonly css: string;
  /** How many of the last results are shown. */
  results(geometry: Geometry): number;
  plan(geometry: Geometry): FeltPlan;
  /** Whether undo, double and rebet stand in the bar, before the badge. */
  actionsInBar?(geometry: Geometry): boolean;
  /** A part of its own, after the felt; called once. */
  extra?(actions: ExtraActions): Extra;
}

export interface ExtraActions {
  /** One slip of the chosen chip on each of these spots, as often as they are named. */
  readonly placeAll: (spots: readonly string[]) => void;
}

export interface Extra {
  readonly element: HTMLElement;
  show(pocket: number | null, open: boolean): void;
}

const TICK_MS = 100;

const FRAME = `
<div class="b">
  <div class="scrim" aria-hidden="true"></div>
  <div class="tray" aria-hidden="true"></div>
  <ol class="hist" aria-label="${W.results}"></ol>
  <section class="state"><div class="words"><strong></strong><span class="s"></span></div></section>
  <section class="fw" aria-label="${W.bets}"></section>
  <div class="acts">
    <button type="button" class="btn undo" aria-label="${W.undo}">${icon("undo", 18)}<span>${W.undo}</span></button>
    <button type="button" class="btn double" aria-label="${W.doubleName}">${W.double}</button>
    <button type="button" class="btn rebet">${icon("rebet", 18)}<span></span></button>
  </div>
</div>`;

const ACTIONS = ["undo", "double", "rebet"];

function pocketOf(result: Result | null | undefined): number | null {
  return result !== null && result !== undefined && "pocket" in result ? result.pocket : null;
}

function resultClass(pocket: number): string {
  return `res ${{ red: "r", black: "k", green: "g" }[colourOf(pocket)]}`;
}

function spotWords(name: string): string {
  const spot = spotOf(name);
  return spot === undefined ? name : spotTitle(spot);
}

/** A build of roulette: the parts and their behaviour; a theme gives looks and places. */
export class Roulette implements Build {
  readonly name: string;
  readonly #root = html(FRAME);
  readonly #ring = new Ring();
  readonly #rack = new Rack();
  readonly #bar: Bar;
  readonly #outcome = new OutcomePanel();
  readonly #announcer: Announcer;
  readonly #felt: Felt;
  readonly #extra: Extra | null;
  readonly #words = find(this.#root, ".words strong");
  readonly #sub = find(this.#root, ".words .s");
  #view: TableView;
  #money: Money;
  #geometry: Geometry;
  #active = false;
  #ticker = 0;
  #state: RingView["state"] | null = null;

  constructor(
    readonly host: Host,
    readonly theme: Theme,
  ) {
    this.name = theme.name;
    this.#view = host.view();
    this.#geometry = host.geometry();
    this.#money = moneyOf(this.#view.currency, this.#view.exponent);
    this.#bar = new Bar({ buildId: host.buildId, semver: host.semver, name: theme.name });
    this.#announcer = new Announcer((words) => host.say(words));
    this.#felt = new Felt(theme.plan(this.#geometry), {
      place: (spot) => this.#placeAll([spot.name]),
      takeBack: () => this.#undo(),
      chipMinor: () => this.#rack.chosen,
    });
    this.#extra = theme.extra?.({ placeAll: (spots) => this.#placeAll(spots) }) ?? null;
    this.#assemble();
    const style = document.createElement("style");
    style.textContent = theme.css;
    host.root.append(style, this.#root);
  }

  prepare(view: TableView): void {
    this.resize(this.host.geometry());
    this.update(view, null);
  }

  activate(carry: Carry): void {
    this.#active = true;
    if (carry.chipMinor !== undefined && this.#view.chips.includes(carry.chipMinor)) {
      this.#rack.choose(carry.chipMinor);
    }
    if (carry.focus?.startsWith("spot ") === true) {
      this.#felt.focus(carry.focus.slice(5));
    } else if (carry.focus !== undefined) {
      this.#root.querySelector<HTMLElement>(carry.focus)?.focus({ preventScroll: true });
    }
    this.#tick();
    this.#ticker = window.setInterval(() => this.#tick(), TICK_MS);
  }

  snapshot(): Carry {
    const focus = this.#felt.focused ? `spot ${this.#felt.cursor}` : this.#focusSelector();
    return { chipMinor: this.#rack.chosen, ...(focus === null ? {} : { focus }) };
  }

  dispose(): void {
    this.#active = false;
    clearInterval(this.#ticker);
    this.#root.remove();
  }

  resize(geometry: Geometry): void {
    this.#geometry = geometry;
    const { mode, u, stage, safe } = geometry;
    const plan = this.theme.plan(geometry);
    const { style, dataset } = this.#root;
    dataset.mode = mode;
    style.transform = u === 1 ? "" : `scale(${u})`;
    const sizes: Record<string, number> = {
      width: geometry.width / u,
      height: geometry.height / u,
      "--stage-h": stage.height / u,
      "--stage-x": stage.x / u,
      "--spare": (geometry.height - stage.height) / u,
      "--felt-w": plan.width,
      "--felt-h": plan.height,
      "--inset": plan.inset,
      "--safe-top": safe.top,
      "--safe-right": safe.right,
      "--safe-bottom": safe.bottom,
      "--safe-left": safe.left,
    };
    for (const [name, value] of Object.entries(sizes)) {
      style.setProperty(name, `${value}px`);
    }
    const acts = find(this.#root, ".acts");
    const inBar = this.theme.actionsInBar?.(geometry) === true;
    if (inBar !== this.#bar.element.contains(acts)) {
      (inBar ? this.#bar.badge : this.#bar.element).before(acts);
    }
    this.#felt.plan(plan);
    this.#results();
    this.#bar.show(this.#view, this.#money, mode);
  }

  update(view: TableView, cause: ServerMessage | null): void {
    if (this.#view.currency !== view.currency || this.#view.exponent !== view.exponent) {
      this.#money = moneyOf(view.currency, view.exponent);
    }
    this.#view = view;
    this.#rack.show(view, this.#money);
    this.#results();
    this.#bar.show(view, this.#money, this.#geometry.mode);
    this.#bets();
    this.#tick();
    const toast = cause === null ? null : refusalOf(cause, view, this.#money, spotWords);
    if (toast !== null) {
      this.host.toast(toast);
    }
  }

  #assemble(): void {
    find(this.#root, ".hist").after(this.#outcome.element);
    find(this.#root, ".state").prepend(this.#ring.element);
    const felt = find(this.#root, ".fw");
    felt.append(this.#felt.element);
    felt.after(...(this.#extra === null ? [] : [this.#extra.element]), this.#rack.element);
    this.#root.append(this.#bar.element);
    find(this.#root, ".undo").addEventListener("click", () => this.#undo());
    find(this.#root, ".double").addEventListener("click", () => this.#place(doubled(this.#view.slips)));
    find(this.#root, ".rebet").addEventListener("click", () => this.#place(rebet(this.#view)));
  }

  // ---- what a person does

  #open(): boolean {
    return betting(this.#view, this.host.now());
  }

  #placeAll(spots: readonly string[]): void {
    const items = new Map<string, number>();
    for (const spot of spots) {
      items.set(spot, (items.get(spot) ?? 0) + this.#rack.chosen);
    }
    this.#place(Array.from(items, ([spot, stakeMinor]) => ({ spot, stakeMinor })));
  }

  #place(items: readonly Item[]): void {
    if (items.length === 0 || !this.#open()) {
      return;
    }
    if (total(items) > spendable(this.#view)) {
      this.host.toast(refusal("insufficient_funds", items, this.#view, this.#money, spotWords));
      return;
    }
    this.host.place(items);
  }

  #undo(): void {
    const slip = undoTarget(this.#view.slips);
    if (slip !== null && this.#open()) {
      this.host.undo(slip.key);
    }
  }

  /** Where the keyboard is, beside the felt, in words that another build understands. */
  #focusSelector(): string | null {
    const focused = this.host.root.activeElement;
    if (!(focused instanceof HTMLElement)) {
      return null;
    }
    if (focused.dataset.chip !== undefined) {
      return "[data-chip][aria-checked=true]";
    }
    const action = ACTIONS.find((name) => focused.classList.contains(name));
    return action === undefined ? null : `.${action}`;
  }

  // ---- what a person sees

  #pocket(): number | null {
    return pocketOf(this.#view.round?.result);
  }

  #tick(): void {
    const now = this.host.now();
    const view = this.#view;
    const ring = ringOf(view, now);
    this.#ring.show(ring, this.host.reducedMotion());
    this.#bar.tick(now);
    text(this.#words, ring.words);
    text(this.#sub, this.#subline(ring));
    if (ring.state !== this.#state) {
      this.#state = ring.state;
      attribute(this.#root, "data-phase", ring.state);
      attribute(this.#words, "data-state", ring.state);
      this.#bets();
    }
    const pocket = this.#pocket();
    this.#outcome.show(view, this.#headline(pocket), this.#money, now);
    if (this.#active) {
      this.#announcer.phase(ring, view, pocket === null ? null : `${pocket} ${colourOf(pocket)}`, this.#money);
    }
  }

  #headline(pocket: number | null): Headline | null {
    return pocket === null ? null : { short: String(pocket), tone: colourOf(pocket), data: String(pocket), traits: pocketTraits(pocket) };
  }

  #subline(ring: RingView): string {
    const { limits, round, slips } = this.#view;
    const items = onFelt(slips);
    if (ring.state === "closed" && items.length > 0) {
      return W.onSpots(this.#money.full(total(items)), items.length);
    }
    if (ring.state === "last") {
      return W.left(ring.seconds ?? 0);
    }
    if (this.#geometry.mode === "portrait") {
      return `${this.#money.short(limits.minMinor)} – ${this.#money.short(limits.maxMinor)}`;
    }
    return round === null ? "" : W.round(round.round);
  }

  /** The felt with its chips, and which actions there are. */
  #bets(): void {
    const view = this.#view;
    const open = this.#open();
    const phase = view.round?.phase;
    const pocket = phase === "resulted" || phase === "settled" ? this.#pocket() : null;
    const stakes = new Map(onFelt(view.slips).map(({ spot, stakeMinor }) => [spot, stakeMinor]));
    this.#felt.show({ stakes, exponent: view.exponent, money: this.#money, open, pocket });
    this.#extra?.show(pocket, open);
    const again = total(rebet(view));
    const enable = (name: string, on: boolean) => {
      // Not `disabled`: that would drop the focus of somebody who waits for the next round.
      attribute(find(this.#root, `.${name}`), "aria-disabled", on ? null : "true");
    };
    enable("undo", open && undoTarget(view.slips) !== null);
    enable("double", open && stakes.size > 0);
    enable("rebet", open && again > 0);
    const button = find(this.#root, ".rebet");
    const label = again > 0 ? W.rebetName(this.#money.short(again)) : W.rebet;
    attribute(button, "aria-label", label);
    attribute(button, "title", again > 0 ? label : null);
    text(find(button, "span"), label);
    button.classList.toggle("p", open && again > 0);
  }

  #results(): void {
    const list = find(this.#root, ".hist");
    const shown = this.#view.lastResults.slice(0, this.theme.results(this.#geometry)).flatMap((r) => pocketOf(r) ?? []);
    const key = shown.join(" ");
    if (list.dataset.shown === key) {
      return;
    }
    list.dataset.shown = key;
    list.replaceChildren(
      ...shown.map((pocket) => {
        const item = document.createElement("li");
        item.className = resultClass(pocket);
        item.dataset.result = String(pocket);
        item.textContent = String(pocket);
        return item;
      }),
    );
  }
}
