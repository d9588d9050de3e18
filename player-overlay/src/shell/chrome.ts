import { shellWords as W } from "../strings/shell.js";
import type { Geometry, Toast } from "./contract.js";
import { icon } from "./icons.js";

const TOAST_MS = 6000;
const MAX_TOASTS = 4;

function get(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`no #${id}`);
  }
  return element;
}

export function html(text: string): HTMLElement {
  const holder = document.createElement("template");
  holder.innerHTML = text.trim();
  return holder.content.firstElementChild as HTMLElement;
}

/** What lies over the picture instead of the picture, with words for it. */
export interface Cover {
  readonly kind: "connecting" | "stalled" | "slate" | "blocked" | "ended";
  readonly title: string;
  readonly detail: string;
  readonly action?: string;
  readonly act?: () => void;
}

export interface Pip {
  readonly bars: 1 | 2 | 3 | 4 | 5;
  readonly text: string;
  readonly name: string;
}

export interface ChromeActions {
  sound(): boolean;
  panel(which: "history" | "help"): void;
}

/** The shell's own part of the page: title, icons, covers, toasts, and what is said aloud. */
export class Chrome {
  readonly stage = get("stage");
  readonly builds = get("builds");
  readonly #title: HTMLElement;
  readonly #sub: HTMLElement;
  readonly #pip: HTMLElement;
  readonly #sound: HTMLElement;
  #cover = "";

  constructor(table: string, actions: ChromeActions) {
    const top = get("top");
    top.innerHTML = `<a class="ib" href="/" aria-label="${W.back}">${icon("back")}</a><div><h1></h1><p></p></div>`;
    this.#title = top.querySelector("h1") as HTMLElement;
    this.#sub = top.querySelector("p") as HTMLElement;
    this.#title.textContent = table;
    document.title = `${table} · Croupier`;
    const icons = get("icons");
    icons.innerHTML =
      `<span class="pip" role="img"><i><s></s><s></s><s></s><s></s></i><b></b></span>` +
      `<button class="ib" id="sound"></button>` +
      `<button class="ib" id="history" aria-label="${W.history}">${icon("bars")}</button>` +
      `<button class="ib" id="help" aria-label="${W.help}">${icon("help")}</button>` +
      `<button class="ib" id="full" aria-label="${W.fullscreen}">${icon("full")}</button>`;
    this.#pip = icons.querySelector(".pip") as HTMLElement;
    this.#sound = get("sound");
    this.muted(true);
    this.#sound.onclick = () => this.muted(actions.sound());
    get("history").onclick = () => actions.panel("history");
    get("help").onclick = () => actions.panel("help");
    get("full").onclick = () => void (document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen()).catch(() => undefined);
    this.pip({ bars: 1, text: "", name: W.connecting.title });
  }

  muted(muted: boolean): void {
    this.#sound.innerHTML = icon(muted ? "soundOff" : "soundOn");
    this.#sound.setAttribute("aria-label", muted ? W.soundOn : W.soundOff);
  }

  subtitle(text: string): void {
    this.#sub.textContent = text;
  }

  pip({ bars, text, name }: Pip): void {
    this.#pip.dataset.bars = String(bars);
    this.#pip.setAttribute("aria-label", text === "" ? name : `${name}, ${text}`);
    (this.#pip.lastElementChild as HTMLElement).textContent = text;
  }

  place(g: Geometry, focus: string): void {
    const { style, dataset } = document.body;
    const px = (name: string, value: number) => style.setProperty(name, `${value}px`);
    px("--sx", g.stage.x);
    px("--sy", g.stage.y);
    px("--sw", g.stage.width);
    px("--sh", g.stage.height);
    style.setProperty("--u", String(g.u));
    style.setProperty("--focus", focus);
    dataset.mode = g.mode;
    if (g.mode === "wide" && g.stage.width < g.width) {
      dataset.edges = "";
    } else {
      delete dataset.edges;
    }
  }

  /** Shows a cover or takes it away. The stage keeps its last frame beneath. */
  cover(cover: Cover | null): void {
    const key = cover === null ? "" : `${cover.kind}|${cover.title}|${cover.detail}`;
    if (key === this.#cover) {
      return;
    }
    const same = cover !== null && this.#cover.startsWith(`${cover.kind}|`);
    this.#cover = key;
    const over = get("over");
    if (cover === null) {
      delete document.body.dataset.cover;
      over.replaceChildren();
      return;
    }
    document.body.dataset.cover = cover.kind;
    if (same) {
      // Only the words: a button under somebody's finger stays the same button.
      (over.querySelector("p") as HTMLElement).textContent = cover.detail;
      return;
    }
    const box = html(`<div><b></b><p></p></div>`);
    (box.firstElementChild as HTMLElement).textContent = cover.title;
    (box.lastElementChild as HTMLElement).textContent = cover.detail;
    if (cover.action !== undefined) {
      const button = html(`<button class="btn"></button>`);
      button.textContent = cover.action;
      button.onclick = () => cover.act?.();
      box.append(button);
    }
    over.replaceChildren(box);
  }

  toast({ kind, title, detail }: Toast): void {
    const colour = kind === "info" ? "info" : kind;
    const item = html(`<div class="toast" style="--c:var(--${colour})">${icon(kind === "bad" ? "cross" : kind === "ok" ? "tick" : "warn", 18)}<div><b></b><span></span></div><button class="ib" aria-label="${W.close}">${icon("cross", 14)}</button></div>`);
    (item.querySelector("b") as HTMLElement).textContent = title;
    (item.querySelector("span") as HTMLElement).textContent = detail;
    (item.querySelector("button") as HTMLElement).onclick = () => item.remove();
    const toasts = get("toasts");
    const last = toasts.lastElementChild;
    if (last?.querySelector("b")?.textContent === title && last.querySelector("span")?.textContent === detail) {
      last.remove();
    }
    toasts.append(item);
    while (toasts.childElementCount > MAX_TOASTS) {
      toasts.firstElementChild?.remove();
    }
    if (kind !== "bad") {
      setTimeout(() => item.remove(), TOAST_MS);
    }
    this.say(`${title}. ${detail}`, kind === "bad");
  }

  say(text: string, urgent = false): void {
    const region = get(urgent ? "urgent" : "polite");
    const line = document.createElement("div");
    line.textContent = text;
    region.replaceChildren(line);
  }
}
