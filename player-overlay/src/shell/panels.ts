import type { Item, Result } from "../protocol/messages.js";
import { moneyOf } from "../protocol/money.js";
import { panelWords as P } from "../strings/panels.js";
import { shellWords as W } from "../strings/shell.js";
import css from "./panels.css?inline";
import { api, type TokenSource } from "../transport/api.js";
import { html } from "./chrome.js";
import type { TableView } from "./contract.js";
import { icon } from "./icons.js";

interface HistoryRound {
  readonly round: string;
  readonly result?: Result | null;
  readonly bets?: readonly { readonly state: string; readonly items: readonly Item[] }[];
}

export function resultText(result: Result | null | undefined): string {
  if (result === null || result === undefined) {
    return "–";
  }
  return "pocket" in result ? String(result.pocket) : `${result.player.join(" ")} · ${result.banker.join(" ")}`;
}

function table(rows: readonly (readonly string[])[], head: readonly string[] | null, numeric: (column: number) => boolean): HTMLElement {
  const element = html("<table></table>");
  const add = (cells: readonly string[], tag: "td" | "th") => {
    const row = document.createElement("tr");
    cells.forEach((text, i) => {
      const cell = document.createElement(tag);
      cell.textContent = text;
      cell.className = numeric(i) ? "n" : "";
      row.append(cell);
    });
    element.append(row);
  };
  if (head !== null) {
    add(head, "th");
  }
  rows.forEach((row) => add(row, "td"));
  return element;
}

function dialog(title: string): HTMLDialogElement {
  const box = html(`<dialog aria-label="${title}"><header><h2>${title}</h2><button class="ib" aria-label="${W.close}">${icon("cross")}</button></header></dialog>`) as HTMLDialogElement;
  (box.querySelector("button") as HTMLElement).onclick = () => box.close();
  box.onclick = (event) => {
    if (event.target === box) {
      box.close();
    }
  };
  const style = document.createElement("style");
  style.textContent = css;
  box.append(style);
  box.onclose = () => box.remove();
  document.body.append(box);
  box.showModal();
  return box;
}

function heading(text: string): HTMLElement {
  const h = document.createElement("h3");
  h.textContent = text;
  return h;
}

function paragraph(text: string): HTMLElement {
  const p = document.createElement("p");
  p.textContent = text;
  return p;
}

export function rowsOf(rounds: readonly HistoryRound[], full: (minor: number) => string): string[][] {
  return rounds.map((round) => {
    const items = (round.bets ?? []).filter((bet) => bet.state === "settled" || bet.state === "void" || bet.state === "accepted").flatMap((bet) => bet.items);
    const sum = (of: (item: Item) => number) => full(items.reduce((total, item) => total + of(item), 0));
    return [round.round, resultText(round.result), sum((i) => i.stakeMinor), sum((i) => i.creditMinor ?? 0)];
  });
}

async function history(box: HTMLElement, view: TableView, tokens: TokenSource): Promise<void> {
  const full = (minor: number) => moneyOf(view.currency, view.exponent).full(minor);
  box.append(heading(P.lastResults), paragraph(view.lastResults.map(resultText).join(" · ") || "–"), heading(P.yours));
  const place = paragraph("…");
  box.append(place);
  try {
    const body = await api(tokens, "GET", "/api/v1/players/me/rounds");
    const rounds = (Array.isArray(body) ? body : ((body as { rounds?: unknown } | null)?.rounds ?? [])) as HistoryRound[];
    place.replaceWith(rounds.length === 0 ? paragraph(P.none) : table(rowsOf(rounds, full), P.columns, (i) => i > 1));
  } catch {
    place.textContent = P.loadFailed;
  }
}

function help(box: HTMLElement, view: TableView, game: string): void {
  const money = moneyOf(view.currency, view.exponent);
  const { minMinor, maxMinor, stepMinor } = view.limits;
  box.append(paragraph(P.limits(money.short(minMinor), money.short(maxMinor), money.short(stepMinor))));
  if (view.round !== null) {
    box.append(paragraph(P.rules(view.round.calcVer)));
  }
  if (game === "roulette") {
    box.append(heading(P.pays), table(P.rouletteTable, null, (i) => i === 1), heading(P.keysTitle), table(P.keys, null, () => false));
  }
}

/** The two panels of the title bar; loaded when first opened. */
export function open(which: "history" | "help", view: TableView, game: string, tokens: TokenSource): void {
  const box = dialog(which === "history" ? P.historyTitle : P.helpTitle);
  if (which === "history") {
    void history(box, view, tokens);
  } else {
    help(box, view, game);
  }
}
