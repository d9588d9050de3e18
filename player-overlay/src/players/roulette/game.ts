import type { Item, Result, ServerMessage } from "../../protocol/messages.js";
import { moneyOf, type Money } from "../../protocol/money.js";
import type { Build, Carry, Geometry, Host, TableView } from "../../shell/contract.js";
import { cancelRefused, gameWords as W, otherRefusal, refusals } from "../../strings/games.js";
import { chipFamily, chipLabel } from "../common/chips.js";
import { attribute, find, html, icon, text } from "../common/dom.js";
import { betting, ringOf, type RingView } from "../common/phase.js";
import { Ring } from "../common/ring.js";
import { doubled, onFelt, rebet, spendable, total, undoTarget } from "../common/slips.js";
import { Felt } from "./felt.js";
import type { FeltPlan } from "./plan.js";
import { colourOf, spotOf, type Spot } from "./spots.js";
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
  /** Parts of its own, after the felt; called once. */
  extra?(stakes: ExtraActions): Extra;
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
/** How long a result is shown large before only the strip has it. */
const RESULT_US = 4_000_000;

const SHELL = `
<div class="b">
  <div class="scrim" aria-hidden="true"></div>
  <div class="tray" aria-hidden="true"></div>
  <ol class="hist" aria-label="${W.results}"></ol>
  <div class="rev" hidden><div class="n"></div><div class="t"><span class="a"></span><span class="w"></span><span class="d"></span></div></div>
  <section class="state"><div class="words"><strong></strong><span class="s"></span></div></section>
  <section class="fw" aria-label="${W.bets}"></section>
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
  </footer>
</div>`;

function pocketOf(result: Result | null | undefined): number | null {
  return result !== null && result !== undefined && "pocket" in result ? result.pocket : null;
}

function resultClass(pocket: number): string {
  const colour = colourOf(pocket);
  return colour === "red" ? "res r" : colour === "green" ? "res g" : "res k";
}

/** A build of roulette: the parts and their behaviour; a theme gives looks and places. */
export class Roulette implements Build {
  readonly name: string;
  readonly #root: HTMLElement;
  readonly #ring = new Ring();
  readonly #felt: Felt;
  readonly #extra: Extra | null;
  readonly #words: HTMLElement;
  readonly #sub: HTMLElement;
  #view: TableView;
  #money: Money;
  #geometry: Geometry;
  #chip = 0;
  #active = false;
  #ticker = 0;
  #state: RingView["state"] | null = null;
  #said = "";

  constructor(
    readonly host: Host,
    readonly theme: Theme,
  ) {
    this.name = theme.name;
    this.#view = host.view();
    this.#geometry = host.geometry();
    this.#money = moneyOf(this.#view.currency, this.#view.exponent);
    const style = document.createElement("style");
    style.textContent = theme.css;
    this.#root = html(SHELL);
    find(this.#root, ".state").prepend(this.#ring.element);
    this.#words = find(this.#root, ".words strong");
    this.#sub = find(this.#root, ".words .s");
    this.#felt = new Felt(theme.plan(this.#geometry), {
      place: (spot) => this.#placeOn(spot),
      takeBack: () => this.#undo(),
      chipMinor: () => this.#chip,
    });
    find(this.#root, ".fw").append(this.#felt.element);
    this.#extra = theme.extra?.({ placeAll: (spots) => this.#placeAll(spots) }) ?? null;
    if (this.#extra !== null) {
      find(this.#root, ".fw").after(this.#extra.element);
    }
    find(this.#root, ".undo").addEventListener("click", () => this.#undo());
    find(this.#root, ".double").addEventListener("click", () => this.#place(doubled(this.#view.slips)));
    find(this.#root, ".rebet").addEventListener("click", () => this.#place(rebet(this.#view)));
    find(this.#root, ".rack").addEventListener("keydown", (event) => this.#rackKey(event));
    host.root.append(style, this.#root);
  }

  prepare(view: TableView): void {
    this.resize(this.host.geometry());
    this.update(view, null);
  }

  activate(carry: Carry): void {
    this.#active = true;
    if (carry.chipMinor !== undefined && this.#view.chips.includes(carry.chipMinor)) {
      this.#choose(carry.chipMinor);
    }
    if (carry.focus !== undefined) {
      if (carry.focus.startsWith("spot ")) {
        this.#felt.focus(carry.focus.slice(5));
      } else {
        this.#root.querySelector<HTMLElement>(carry.focus)?.focus({ preventScroll: true });
      }
    }
    this.#tick();
    this.#ticker = window.setInterval(() => this.#tick(), TICK_MS);
  }

  snapshot(): Carry {
    const held = this.#felt.focused ? `spot ${this.#felt.cursor}` : this.#focusSelector();
    return { chipMinor: this.#chip, ...(held === null ? {} : { focus: held }) };
  }

  dispose(): void {
    this.#active = false;
    clearInterval(this.#ticker);
    this.#root.remove();
  }

  resize(geometry: Geometry): void {
    this.#geometry = geometry;
    const { style, dataset } = this.#root;
    dataset.mode = geometry.mode;
    const { u, stage, safe } = geometry;
    style.width = `${geometry.width / u}px`;
    style.height = `${geometry.height / u}px`;
    style.transform = u === 1 ? "" : `scale(${u})`;
    style.setProperty("--stage-h", `${stage.height / u}px`);
    style.setProperty("--stage-x", `${stage.x / u}px`);
    style.setProperty("--spare", `${(geometry.height - stage.height) / u}px`);
    const acts = find(this.#root, ".acts");
    const bar = find(this.#root, ".bar");
    const inBar = this.theme.actionsInBar?.(geometry) === true;
    if (inBar !== bar.contains(acts)) {
      (inBar ? find(bar, ".badge") : bar).before(acts);
    }
    for (const side of ["top", "right", "bottom", "left"] as const) {
      style.setProperty(`--safe-${side}`, `${safe[side]}px`);
    }
    const plan = this.theme.plan(geometry);
    style.setProperty("--felt-w", `${plan.width}px`);
    style.setProperty("--felt-h", `${plan.height}px`);
    style.setProperty("--inset", `${plan.inset}px`);
    this.#felt.plan(plan);
    this.#results();
  }

  update(view: TableView, cause: ServerMessage | null): void {
    const before = this.#view;
    this.#view = view;
    if (before.currency !== view.currency || before.exponent !== view.exponent) {
      this.#money = moneyOf(view.currency, view.exponent);
    }
    if (!view.chips.includes(this.#chip)) {
      this.#chip = view.chips[1] ?? view.chips[0] ?? 0;
    }
    this.#rack();
    this.#results();
    this.#bar();
    this.#tick();
    if (cause !== null) {
      this.#refusal(cause);
    }
  }

  // ---- what a person does

  #placeOn(spot: Spot): void {
    this.#place([{ spot: spot.name, stakeMinor: this.#chip }]);
  }

  #placeAll(spots: readonly string[]): void {
    const items = new Map<string, number>();
    for (const spot of spots) {
      items.set(spot, (items.get(spot) ?? 0) + this.#chip);
    }
    this.#place(Array.from(items, ([spot, stakeMinor]) => ({ spot, stakeMinor })));
  }

  #place(items: readonly Item[]): void {
    if (items.length === 0 || !betting(this.#view, this.host.now())) {
      return;
    }
    if (total(items) > spendable(this.#view)) {
      this.#refused("insufficient_funds", items);
      return;
    }
    this.host.place(items);
  }

  #undo(): void {
    const slip = undoTarget(this.#view.slips);
    if (slip !== null && betting(this.#view, this.host.now())) {
      this.host.undo(slip.key);
    }
  }

  #choose(minor: number): void {
    this.#chip = minor;
    this.#rack();
  }

  #rackKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const chips = this.#view.chips;
    const next = chips[(chips.indexOf(this.#chip) + step + chips.length) % chips.length];
    if (next !== undefined) {
      this.#choose(next);
      this.#root.querySelector<HTMLElement>(`[data-chip="${next}"]`)?.focus();
    }
  }

  #focusSelector(): string | null {
    const focused = this.host.root.activeElement;
    if (!(focused instanceof HTMLElement)) {
      return null;
    }
    if (focused.dataset.chip !== undefined) {
      return "[data-chip][aria-checked=true]";
    }
    return ["undo", "double", "rebet"].filter((name) => focused.classList.contains(name)).map((name) => `.${name}`)[0] ?? null;
  }

  #refused(code: string, items: readonly Item[]): void {
    const { limits, balanceMinor } = this.#view;
    const first = items[0];
    const spot = items.length === 1 && first !== undefined ? spotOf(first.spot) : undefined;
    const [title, detail] = (refusals[code] ?? otherRefusal)({
      amount: this.#money.full(total(items)),
      spot: spot === undefined ? W.onSpots("", items.length).replace(/^ on /, "") : spotTitle(spot),
      min: this.#money.short(limits.minMinor),
      max: this.#money.short(limits.maxMinor),
      step: this.#money.short(limits.stepMinor),
      balance: this.#money.full(balanceMinor),
    });
    this.host.toast({ kind: code === "above_maximum" || code === "below_minimum" ? "warn" : "bad", title, detail });
  }

  #refusal(cause: ServerMessage): void {
    if (cause.type === "bet.rejected") {
      const { items, code } = cause.body;
      if (Array.isArray(items) && items.length > 0) {
        this.#refused(code ?? "", items);
      } else {
        this.host.toast({ kind: "warn", title: cancelRefused[0], detail: cancelRefused[1] });
      }
    } else if (cause.type === "error" && cause.body.idempotencyKey !== undefined && cause.body.code !== "overloaded") {
      this.#refused(cause.body.code, []);
    }
  }

  // ---- what a person sees

  #tick(): void {
    const now = this.host.now();
    const view = this.#view;
    const ring = ringOf(view, now);
    this.#ring.show(ring, this.host.reducedMotion());
    attribute(this.#root, "data-phase", ring.state);
    attribute(this.#words, "data-state", ring.state);
    text(this.#words, ring.words);
    text(find(this.#root, ".clock b"), new Date(now / 1000).toISOString().slice(11, 19));
    if (ring.state !== this.#state) {
      this.#state = ring.state;
      this.#felts();
      this.#actions();
      this.#say(ring);
    }
    this.#subline(ring);
    this.#reveal(now);
  }

  #subline(ring: RingView): void {
    const { limits, round, slips } = this.#view;
    const items = onFelt(slips);
    const portrait = this.#geometry.mode === "portrait";
    let line = "";
    if (ring.state === "closed" && items.length > 0) {
      line = W.onSpots(this.#money.full(total(items)), items.length);
    } else if (ring.state === "last") {
      line = W.left(ring.seconds ?? 0);
    } else if (portrait) {
      line = `${this.#money.short(limits.minMinor)} – ${this.#money.short(limits.maxMinor)}`;
    } else if (round !== null) {
      line = W.round(round.round);
    }
    text(this.#sub, line);
  }

  #felts(): void {
    const view = this.#view;
    const phase = view.round?.phase;
    const pocket = phase === "resulted" || phase === "settled" ? pocketOf(view.round?.result) : null;
    const open = betting(view, this.host.now());
    const stakes = new Map(onFelt(view.slips).map(({ spot, stakeMinor }) => [spot, stakeMinor]));
    this.#felt.show({ stakes, exponent: view.exponent, money: this.#money, open, pocket });
    this.#extra?.show(pocket, open);
  }

  #actions(): void {
    const view = this.#view;
    const open = betting(view, this.host.now());
    const again = total(rebet(view));
    const set = (name: string, on: boolean) => {
      const button = find<HTMLButtonElement>(this.#root, name);
      // Not `disabled`: that would drop the focus of somebody who waits for the next round.
      attribute(button, "aria-disabled", on ? null : "true");
    };
    set(".undo", open && undoTarget(view.slips) !== null);
    set(".double", open && view.slips.length > 0);
    set(".rebet", open && again > 0);
    const label = again > 0 ? W.rebetName(this.#money.short(again)) : W.rebet;
    const button = find(this.#root, ".rebet");
    attribute(button, "aria-label", label);
    text(find(button, "span"), label);
    button.classList.toggle("p", open && again > 0);
  }

  #rack(): void {
    const rack = find(this.#root, ".rack");
    const { chips, exponent } = this.#view;
    if (rack.childElementCount !== chips.length || chips.some((chip, i) => (rack.children[i] as HTMLElement).dataset.chip !== String(chip))) {
      rack.replaceChildren(
        ...chips.map((minor) => {
          const button = html<HTMLButtonElement>(`<button type="button" role="radio"></button>`);
          button.dataset.chip = String(minor);
          button.className = `chip ${chipFamily(minor, exponent)}`;
          button.textContent = chipLabel(minor, exponent);
          button.addEventListener("click", () => this.#choose(minor));
          return button;
        }),
      );
    }
    const left = spendable(this.#view);
    chips.forEach((minor, i) => {
      const button = rack.children[i] as HTMLElement;
      const chosen = minor === this.#chip;
      const dear = minor > left;
      button.classList.toggle("on", chosen);
      button.classList.toggle("off", dear);
      attribute(button, "aria-checked", String(chosen));
      attribute(button, "tabindex", chosen ? "0" : "-1");
      const name = dear ? W.tooDear(this.#money.short(minor)) : W.chip(this.#money.short(minor));
      attribute(button, "aria-label", name);
      attribute(button, "title", dear ? name : null);
    });
    this.#felts();
    this.#actions();
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

  #bar(): void {
    const view = this.#view;
    const full = (minor: number) => this.#money.full(minor);
    const balance = find(this.#root, ".bal b");
    attribute(balance, "data-balance", String(view.balanceMinor));
    text(balance, full(view.balanceMinor));
    const bet = find(this.#root, ".bet b");
    const staked = view.round?.phase === "voided" ? 0 : total(onFelt(view.slips));
    attribute(bet, "data-total-bet", String(staked));
    text(bet, full(staked));
    text(find(this.#root, ".paid b"), full(view.lastWinMinor));
    text(find(this.#root, ".rules"), view.round === null ? "" : W.rules(view.round.calcVer));
    const badge = find(this.#root, ".badge");
    const { semver, name, pending, buildId } = view.badge;
    attribute(badge, "data-build", buildId === "" ? this.host.buildId : buildId);
    badge.classList.toggle("pending", pending !== null);
    badge.classList.toggle("d", (pending ?? semver) >= "2");
    const short = this.#geometry.mode !== "wide";
    text(badge, pending !== null ? W.after(pending) : short ? semver || this.host.semver : `${semver || this.host.semver} ${name || this.name}`);
    attribute(badge, "title", W.badge(semver || this.host.semver));
  }

  #reveal(now: number): void {
    const box = find(this.#root, ".rev");
    const { round, outcome } = this.#view;
    const pocket = pocketOf(round?.result);
    const voided = outcome?.kind === "void" && round?.phase === "voided";
    const fresh = outcome === null || now - outcome.at < RESULT_US;
    const show = voided || (pocket !== null && (round?.phase === "resulted" || (round?.phase === "settled" && fresh)));
    attribute(box, "data-result", pocket === null ? null : String(pocket));
    box.classList.toggle("gone", !show);
    if (!show) {
      return;
    }
    box.hidden = false;
    box.classList.toggle("void", voided);
    const [number, traits, win, detail] = [".n", ".a", ".w", ".d"].map((s) => find(box, s)) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement];
    if (voided) {
      number.innerHTML = icon("undo", 26);
      win.classList.remove("up");
      text(win, outcome.returnedMinor > 0 ? W.voidTitle(this.#money.full(outcome.returnedMinor)) : W.voidNothing);
      text(traits, "");
      text(detail, [W.reason[outcome.reason] ?? "", W.round(outcome.round)].filter(Boolean).join(" · "));
      return;
    }
    if (pocket === null) {
      return;
    }
    text(number, String(pocket));
    number.dataset.colour = colourOf(pocket);
    text(traits, pocketTraits(pocket));
    const settled = outcome !== null && outcome.round === round.round;
    const played = settled && outcome.stakedMinor > 0;
    const up = played && outcome.netMinor > 0;
    win.classList.toggle("up", up);
    text(win, !settled ? "" : !played ? "" : up ? this.#money.signed(outcome.netMinor) : W.noWin);
    text(
      detail,
      !settled ? "" : !played ? W.noBets : outcome.returnedMinor > 0 ? W.returned(this.#money.full(outcome.returnedMinor), this.#money.full(outcome.stakedMinor)) : W.stakedBalance(this.#money.full(outcome.stakedMinor), this.#money.full(this.#view.balanceMinor)),
    );
  }

  #say(ring: RingView): void {
    if (!this.#active) {
      return;
    }
    const { outcome, round } = this.#view;
    let words = "";
    if (ring.state === "open") {
      words = W.say.open(ring.seconds ?? 0);
    } else if (ring.state === "last") {
      words = W.say.seconds(ring.seconds ?? 0);
    } else if (ring.state === "closed") {
      words = W.say.closed;
    } else if (ring.state === "voided" && outcome !== null) {
      words = W.say.voided(this.#money.full(outcome.returnedMinor));
    } else if (ring.state === "next") {
      const pocket = pocketOf(round?.result);
      const parts = pocket === null ? [] : [`${pocket} ${colourOf(pocket)}`];
      if (outcome !== null && outcome.stakedMinor > 0) {
        const net = outcome.netMinor;
        parts.push(net > 0 ? W.say.up(this.#money.full(net)) : net < 0 ? W.say.down(this.#money.full(-net)) : W.say.even);
      }
      words = parts.join(", ");
    }
    const key = `${round?.round ?? ""} ${words}`;
    if (words !== "" && key !== this.#said) {
      this.#said = key;
      this.host.say(words);
    }
  }
}
