import type { Money } from "../../protocol/money.js";
import { rouletteWords as R } from "../../strings/games.js";
import { chipFamily, chipLabel } from "../common/chips.js";
import { attribute, find, html, text } from "../common/dom.js";
import { hit, layer, type FeltPlan } from "./plan.js";
import { colourOf, moved, spotOf, spotTyped, SPOTS, type Arrow, type Spot } from "./spots.js";
import { spotName, spotTitle } from "./words.js";

export interface FeltActions {
  place(spot: Spot): void;
  takeBack(): void;
  /** The chosen chip, for the loupe. */
  chipMinor(): number;
}

export interface FeltView {
  readonly stakes: ReadonlyMap<string, number>;
  readonly exponent: number;
  readonly money: Money;
  readonly open: boolean;
  /** The pocket of a round whose chips still lie here. */
  readonly pocket: number | null;
}

/** A typed number waits this long for its next digit. */
const TYPING_MS = 900;
/** Synthesised clicks follow a touch within this time; they have been dealt with already. */
const AFTER_TOUCH_MS = 700;
const LOUPE_WIDTH = 124;

const ARROWS: Readonly<Record<string, Arrow>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
/** On the turned felt the printed felt's right is down, and its up is right. */
const TURNED: Readonly<Record<Arrow, Arrow>> = { right: "up", left: "down", down: "right", up: "left" };

function diamond(colour: "red" | "black", tall: boolean): string {
  const [w, h] = tall ? [16, 32] : [34, 16];
  return `<svg class="dia" width="${w}" height="${h}" viewBox="-1 -1 ${w + 2} ${h + 2}" aria-hidden="true"><polygon points="${w / 2},0 ${w},${h / 2} ${w / 2},${h} 0,${h / 2}" class="${colour}"/></svg>`;
}

/** A felt's 157 spots as buttons, its chips, its tip and its loupe. */
export class Felt {
  readonly element = html(`<div class="felt" role="group"><div class="tip" hidden></div><div class="loupe" hidden><div class="lg"></div><p></p></div><span class="touch" hidden></span></div>`);
  readonly #buttons = new Map<string, HTMLButtonElement>();
  readonly #chips = new Map<string, HTMLElement>();
  readonly #tip = find(this.element, ".tip");
  readonly #loupe = find(this.element, ".loupe");
  readonly #touch = find(this.element, ".touch");
  #plan: FeltPlan;
  #view: FeltView | null = null;
  #cursor: Spot;
  #typed = "";
  #typedAt = 0;
  #touching: number | null = null;
  #touchedAt = -Infinity;
  #lit: Spot | null = null;

  constructor(
    plan: FeltPlan,
    readonly actions: FeltActions,
  ) {
    this.#plan = plan;
    this.#cursor = spotOf("straight:17") ?? (SPOTS[0] as Spot);
    for (const spot of SPOTS) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.spot = spot.name;
      button.tabIndex = spot === this.#cursor ? 0 : -1;
      button.className = `spot l${layer(spot)} ${this.#look(spot)}`;
      this.#buttons.set(spot.name, button);
      this.element.append(button);
    }
    this.element.addEventListener("click", (event) => this.#clicked(event));
    this.element.addEventListener("pointerover", (event) => (event.pointerType === "mouse" ? this.#light(this.#spotAt(event.target)) : undefined));
    this.element.addEventListener("pointerleave", () => this.#light(null));
    this.element.addEventListener("focusin", (event) => this.#focused(this.#spotAt(event.target)));
    this.element.addEventListener("focusout", () => this.#light(null));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("pointerdown", (event) => this.#down(event));
    this.element.addEventListener("pointermove", (event) => this.#slide(event));
    this.element.addEventListener("pointerup", (event) => this.#lift(event));
    this.element.addEventListener("pointercancel", () => this.#letGo());
    this.#arrange();
  }

  get cursor(): string {
    return this.#cursor.name;
  }

  /** True if the keyboard is on the felt. */
  get focused(): boolean {
    const { activeElement } = this.element.getRootNode() as ShadowRoot | Document;
    return activeElement !== null && this.element.contains(activeElement);
  }

  focus(name: string): void {
    const spot = spotOf(name);
    if (spot !== undefined) {
      this.#go(spot);
    }
  }

  plan(plan: FeltPlan): void {
    this.#plan = plan;
    this.#letGo();
    this.#arrange();
    if (this.#view !== null) {
      this.show(this.#view);
    }
  }

  show(view: FeltView): void {
    this.element.classList.toggle("shut", !view.open);
    // Dimmed until the result; then the winning spots are what counts.
    this.element.classList.toggle("dim", !view.open && view.pocket === null);
    if (!view.open && this.#view?.open !== false) {
      this.#letGo();
    }
    attribute(this.element, "aria-disabled", view.open ? null : "true");
    this.#view = view;
    for (const spot of SPOTS) {
      const button = this.#buttons.get(spot.name);
      if (button === undefined) {
        continue;
      }
      const stake = view.stakes.get(spot.name) ?? 0;
      const wins = view.pocket !== null && spot.numbers.includes(view.pocket);
      const single = spot.kind === "straight";
      button.classList.toggle("win", wins && single);
      button.classList.toggle("won", wins && !single && layer(spot) === 1);
      attribute(button, "aria-label", spotName(spot, stake, view.money));
      button.classList.toggle("beside", wins && single && stake > 0);
      this.#chip(spot, stake, view, wins);
    }
  }

  #look(spot: Spot): string {
    if (spot.kind === "straight") {
      const n = spot.numbers[0] ?? 0;
      return `cell ${n === 0 ? "z zero" : colourOf(n) === "red" ? "r" : "k"}`;
    }
    return layer(spot) === 1 ? `cell o ${spot.kind}` : "edge";
  }

  #label(spot: Spot): string {
    const tall = this.#plan.vertical;
    switch (spot.kind) {
      case "straight":
        return String(spot.numbers[0]);
      case "dozen":
        return R.dozenLabels[((spot.numbers[0] ?? 1) - 1) / 12]?.replace(" ", tall ? "<br>" : " ") ?? "";
      case "column":
        return R.columnLabel;
      case "even":
        return R.evenLabel;
      case "odd":
        return R.oddLabel;
      case "low":
      case "high":
        return R.kinds[spot.kind];
      case "red":
      case "black":
        return diamond(spot.kind, tall);
      default:
        return "";
    }
  }

  #arrange(): void {
    const plan = this.#plan;
    this.element.style.width = `${plan.width}px`;
    this.element.style.height = `${plan.height}px`;
    this.element.style.setProperty("--chip", `${plan.chip}px`);
    this.element.classList.toggle("vertical", plan.vertical);
    for (const spot of SPOTS) {
      const button = this.#buttons.get(spot.name);
      if (button === undefined) {
        continue;
      }
      const r = plan.zone(spot);
      const style = button.style;
      style.left = `${r.x}px`;
      style.top = `${r.y}px`;
      style.width = `${r.w}px`;
      style.height = `${r.h}px`;
      if (layer(spot) === 1) {
        button.innerHTML = `<span>${this.#label(spot)}</span>`;
      }
    }
  }

  #chip(spot: Spot, stake: number, view: FeltView, wins: boolean): void {
    let chip = this.#chips.get(spot.name);
    if (stake === 0) {
      chip?.remove();
      this.#chips.delete(spot.name);
      return;
    }
    if (chip === undefined) {
      chip = html(`<span class="chip onfelt drop" aria-hidden="true"></span>`);
      this.#chips.set(spot.name, chip);
      this.element.append(chip);
    }
    const label = chipLabel(stake, view.exponent);
    const point = this.#plan.point(spot);
    const beside = wins && spot.kind === "straight" && spot.numbers[0] !== 0;
    const x = beside ? this.#plan.zone(spot).x + this.#plan.chip / 2 : point.x;
    const classes = ["chip", "onfelt", chipFamily(stake, view.exponent)];
    if (label.length > 2) {
      classes.push("long");
    }
    if (view.pocket !== null) {
      classes.push(wins ? "won" : "lost");
    } else {
      classes.push("drop");
    }
    const className = classes.join(" ");
    if (chip.className !== className) {
      chip.className = className;
    }
    chip.style.left = `${x}px`;
    chip.style.top = `${point.y}px`;
    text(chip, label);
  }

  // ---- what a person points at

  #spotAt(target: EventTarget | null): Spot | null {
    const name = target instanceof Element ? target.closest<HTMLElement>("[data-spot]")?.dataset.spot : undefined;
    return name === undefined ? null : (spotOf(name) ?? null);
  }

  /** Outlines the covered numbers and says above the felt what would be bet. */
  #light(spot: Spot | null): void {
    if (spot === this.#lit) {
      return;
    }
    this.#lit = spot;
    for (const n of Array.from({ length: 37 }, (_, i) => i)) {
      this.#buttons.get(`straight:${n}`)?.classList.toggle("hi", spot !== null && (spot.numbers.length > 1 ? spot.numbers.includes(n) : false));
    }
    this.#tip.hidden = spot === null || this.#touching !== null;
    if (spot !== null) {
      const point = this.#plan.point(spot);
      this.#tip.innerHTML = "";
      this.#tip.append(spotTitle(spot), Object.assign(document.createElement("span"), { textContent: R.pays(spot.odds) }));
      const room = 110;
      this.#tip.style.left = `${Math.min(this.#plan.width - (this.#plan.vertical ? room : 0), Math.max(this.#plan.vertical ? room : 60, point.x))}px`;
      this.#tip.style.top = this.#plan.vertical ? `${point.y - this.#plan.chip / 2 - 8}px` : "-9px";
    }
  }

  #clicked(event: MouseEvent): void {
    const spot = this.#spotAt(event.target);
    if (spot === null || event.timeStamp - this.#touchedAt < AFTER_TOUCH_MS) {
      return;
    }
    this.#move(spot);
    this.actions.place(spot);
  }

  // ---- touch: press and slide, a loupe over the finger, lift places, sliding off cancels

  #at(event: PointerEvent): { x: number; y: number; spot: Spot | null } {
    const box = this.element.getBoundingClientRect();
    const k = this.#plan.width / box.width;
    const x = (event.clientX - box.left) * k;
    const y = (event.clientY - box.top) * k;
    return { x, y, spot: hit(this.#plan, x, y) };
  }

  #down(event: PointerEvent): void {
    if (event.pointerType === "mouse" || this.#touching !== null) {
      return;
    }
    this.#touching = event.pointerId;
    this.element.setPointerCapture(event.pointerId);
    this.#slide(event);
  }

  #slide(event: PointerEvent): void {
    if (event.pointerId !== this.#touching) {
      return;
    }
    const { x, y, spot } = this.#at(event);
    this.#light(spot);
    this.#touch.hidden = spot === null;
    this.#loupe.hidden = spot === null;
    this.#touch.style.left = `${x}px`;
    this.#touch.style.top = `${y}px`;
    if (spot === null) {
      return;
    }
    this.#fillLoupe(spot);
    const left = Math.min(this.#plan.width - LOUPE_WIDTH, Math.max(0, x - LOUPE_WIDTH / 2));
    const height = this.#loupe.offsetHeight;
    // Over the finger; where the picture's edge is near, beside it.
    const above = y - height - 34;
    const box = this.element.getBoundingClientRect();
    const fits = box.top + above > 4;
    this.#loupe.style.left = `${fits ? left : x > this.#plan.width / 2 ? Math.max(0, x - LOUPE_WIDTH - 40) : x + 40}px`;
    this.#loupe.style.top = `${fits ? above : y - height / 2}px`;
  }

  #lift(event: PointerEvent): void {
    if (event.pointerId !== this.#touching) {
      return;
    }
    const { spot } = this.#at(event);
    this.#touchedAt = event.timeStamp;
    this.#letGo();
    if (spot !== null) {
      this.#move(spot);
      this.actions.place(spot);
    }
  }

  #letGo(): void {
    this.#touching = null;
    this.#loupe.hidden = true;
    this.#touch.hidden = true;
    this.#light(null);
  }

  #fillLoupe(spot: Spot): void {
    const grid = find(this.#loupe, ".lg");
    const shown = spot.numbers.length <= 6 ? spot.numbers.map((n) => spotOf(`straight:${n}`)).filter((s) => s !== undefined) : [];
    const cells = shown.map((s) => ({ s, r: this.#plan.zone(s) })).sort((a, b) => a.r.y - b.r.y || a.r.x - b.r.x);
    const columns = new Set(cells.map(({ r }) => r.x)).size;
    grid.style.gridTemplateColumns = `repeat(${Math.max(1, columns)}, 1fr)`;
    grid.replaceChildren(
      ...(cells.length === 0
        ? [Object.assign(document.createElement("span"), { className: "k", textContent: spotTitle(spot) })]
        : cells.map(({ s }) => Object.assign(document.createElement("span"), { className: s.numbers[0] === 0 ? "z" : colourOf(s.numbers[0] ?? 0) === "red" ? "r" : "k", textContent: String(s.numbers[0]) }))),
    );
    const minor = this.actions.chipMinor();
    const chip = html(`<em class="chip onfelt" aria-hidden="true"></em>`);
    chip.classList.add(chipFamily(minor, this.#view?.exponent ?? 2));
    chip.textContent = chipLabel(minor, this.#view?.exponent ?? 2);
    if (cells.length !== 0 && cells.length !== 1) {
      grid.append(chip);
    }
    text(find(this.#loupe, "p"), `${R.kinds[spot.kind]} · ${R.pays(spot.odds)}`);
  }

  // ---- keyboard: one tab stop, arrows by half a cell, shift by a whole one

  #focused(spot: Spot | null): void {
    if (spot !== null) {
      this.#move(spot);
      if (this.#buttons.get(spot.name)?.matches(":focus-visible") === true) {
        this.#light(spot);
      }
    }
  }

  #move(spot: Spot): void {
    attribute(this.#button(this.#cursor), "tabindex", "-1");
    this.#cursor = spot;
    attribute(this.#button(spot), "tabindex", "0");
  }

  #go(spot: Spot): void {
    this.#move(spot);
    this.#button(spot).focus({ preventScroll: true });
  }

  #button(spot: Spot): HTMLButtonElement {
    return this.#buttons.get(spot.name) as HTMLButtonElement;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      this.#typed = "";
      this.#go(moved(this.#cursor, this.#plan.vertical ? TURNED[arrow] : arrow, event.shiftKey));
    } else if (event.key === "Backspace") {
      this.actions.takeBack();
    } else if (/^[0-9/]$/.test(event.key)) {
      const late = event.timeStamp - this.#typedAt > TYPING_MS;
      this.#typed = (late ? "" : this.#typed) + event.key;
      this.#typedAt = event.timeStamp;
      const spot = spotTyped(this.#typed) ?? spotTyped(event.key);
      if (spot !== undefined) {
        this.#go(spot);
      }
    } else {
      return;
    }
    event.preventDefault();
  }
}
