import { rouletteWords as R } from "../../strings/games.js";
import { attribute, find, html, icon, text } from "../common/dom.js";
import { colourOf, WHEEL } from "./spots.js";

/** The calls of the wheel's sectors, by the spots their chips lie on. */
export const SECTORS = {
  tier: ["split:5-8", "split:10-11", "split:13-16", "split:23-24", "split:27-30", "split:33-36"],
  orphelins: ["straight:1", "split:6-9", "split:14-17", "split:17-20", "split:31-34"],
  voisins: ["trio:0-2-3", "trio:0-2-3", "split:4-7", "split:12-15", "split:18-21", "split:19-22", "split:32-35", "corner:25-26-28-29", "corner:25-26-28-29"],
  zero: ["split:0-3", "split:12-15", "split:32-35", "straight:26"],
} as const;

/** A number and `k` neighbours on each side of the wheel. */
export function neighbours(n: number, k: number): number[] {
  const at = WHEEL.indexOf(n);
  return Array.from({ length: 2 * k + 1 }, (_, i) => WHEEL[(at - k + i + WHEEL.length) % WHEEL.length] as number);
}

const W = 376;
const H = 108;
const TRACK = 28;
const OUTER = 53;
const MID = OUTER - TRACK / 2;
const CY = H / 2;
const LEFT = OUTER + 1;
const RIGHT = W - OUTER - 1;
const STRAIGHT = RIGHT - LEFT;
const ARC = Math.PI * MID;
const LENGTH = 2 * STRAIGHT + 2 * ARC;
const MOST_NEIGHBOURS = 4;

/** The point at `s` along the middle of the track, clockwise from the right, `off` outwards. */
function point(s: number, off: number): readonly [x: number, y: number] {
  const at = ((s % LENGTH) + LENGTH) % LENGTH;
  const r = MID + off;
  if (at < ARC / 2) {
    const a = at / MID;
    return [RIGHT + r * Math.cos(a), CY + r * Math.sin(a)];
  }
  if (at < ARC / 2 + STRAIGHT) {
    return [RIGHT - (at - ARC / 2), CY + r];
  }
  if (at < 1.5 * ARC + STRAIGHT) {
    const a = Math.PI / 2 + (at - ARC / 2 - STRAIGHT) / MID;
    return [LEFT + r * Math.cos(a), CY + r * Math.sin(a)];
  }
  if (at < 1.5 * ARC + 2 * STRAIGHT) {
    return [LEFT + (at - 1.5 * ARC - STRAIGHT), CY - r];
  }
  const a = -Math.PI / 2 + (at - 1.5 * ARC - 2 * STRAIGHT) / MID;
  return [RIGHT + r * Math.cos(a), CY + r * Math.sin(a)];
}

function pathOf(i: number): string {
  const width = LENGTH / WHEEL.length;
  const steps = Array.from({ length: 7 }, (_, k) => (i - 0.5 + k / 6) * width);
  const line = [...steps.map((s) => point(s, TRACK / 2)), ...steps.reverse().map((s) => point(s, -TRACK / 2))];
  return `M${line.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;
}

/** Inner borders between the sectors, and their names' places. */
const CUTS = [124, 204, 295];
const NAMES: readonly (readonly [keyof typeof SECTORS, number, number])[] = [
  ["tier", 34, 124],
  ["orphelins", 124, 204],
  ["voisins", 204, 295],
  ["zero", 295, 346],
];

/** The wheel laid flat: a number with its neighbours, or a whole sector, in one slip. */
export class Racetrack {
  readonly element: HTMLElement;
  #neighbours = 2;
  #cursor = 0;
  readonly #cells: SVGElement[];

  constructor(readonly placeAll: (spots: readonly string[]) => void) {
    const cells = WHEEL.map((n, i) => {
      const [x, y] = point((i * LENGTH) / WHEEL.length, 0);
      return `<g class="pocket ${colourOf(n)}" role="button" tabindex="${i === 0 ? 0 : -1}" data-n="${n}"><path d="${pathOf(i)}"/><text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}">${n}</text></g>`;
    }).join("");
    const names = NAMES.map(
      ([key, from, to]) =>
        `<g class="sector" role="button" tabindex="0" aria-label="${R.sectorNames[key]}" data-sector="${key}"><rect x="${from}" y="${CY - 25}" width="${to - from}" height="50"/><text x="${(from + to) / 2}" y="${CY + 4}">${R.sectors[key]}</text></g>`,
    ).join("");
    const cuts = CUTS.map((x) => `<path class="cut" d="M${x} ${CY - 25}V${CY + 25}"/>`).join("");
    this.element = html(
      `<section class="race" aria-label="${R.racetrack}"><header><span class="lab">${R.racetrack}</span><span class="nb"><span>${R.neighbours}</span>` +
        `<button type="button" aria-label="${R.fewer}">${icon("minus", 14)}</button><b></b><button type="button" aria-label="${R.more}">${icon("plus", 14)}</button></span></header>` +
        `<svg width="${W}" height="${H}" viewBox="0 0 ${W} ${H}" role="group" aria-label="${R.racetrack}">${names}${cuts}${cells}</svg></section>`,
    );
    this.#cells = [...this.element.querySelectorAll<SVGElement>(".pocket")];
    const [fewer, more] = this.element.querySelectorAll<HTMLElement>(".nb button");
    fewer?.addEventListener("click", () => this.#count(-1));
    more?.addEventListener("click", () => this.#count(1));
    const svg = find<SVGElement>(this.element, "svg[role=group]");
    svg.addEventListener("click", (event) => this.#act(event.target));
    svg.addEventListener("keydown", (event) => this.#key(event));
    this.#count(0);
  }

  show(pocket: number | null, open: boolean): void {
    this.element.classList.toggle("shut", !open);
    this.#cells.forEach((cell, i) => cell.classList.toggle("win", pocket !== null && WHEEL[i] === pocket));
  }

  #count(by: number): void {
    this.#neighbours = Math.max(0, Math.min(MOST_NEIGHBOURS, this.#neighbours + by));
    text(find(this.element, ".nb b"), String(this.#neighbours));
    this.#cells.forEach((cell, i) => attribute(cell, "aria-label", R.neighboursOf(WHEEL[i] ?? 0, this.#neighbours)));
  }

  #act(target: EventTarget | null): void {
    const held = target instanceof Element ? target.closest<SVGElement>("[data-n],[data-sector]") : null;
    const n = held?.getAttribute("data-n") ?? null;
    const sector = held?.getAttribute("data-sector") ?? null;
    if (n !== null) {
      this.placeAll(neighbours(Number(n), this.#neighbours).map((x) => `straight:${x}`));
    } else if (sector !== null) {
      this.placeAll(SECTORS[sector as keyof typeof SECTORS]);
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" || event.key === " ") {
      this.#act(event.target);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      attribute(this.#cells[this.#cursor] as SVGElement, "tabindex", "-1");
      this.#cursor = (this.#cursor + (event.key === "ArrowRight" ? 1 : -1) + WHEEL.length) % WHEEL.length;
      const cell = this.#cells[this.#cursor] as SVGElement;
      attribute(cell, "tabindex", "0");
      cell.focus();
    } else {
      return;
    }
    event.preventDefault();
  }
}
