import { baccaratWords as B } from "../../strings/baccarat.js";
import { html } from "../common/dom.js";
import type { Card, Coup } from "./cards.js";
import { beadPlate, bigRoad, firstColumn, ROWS } from "./roads.js";

const SUITS: Readonly<Record<string, string>> = { S: "♠", H: "♥", D: "♦", C: "♣" };

function grid(columns: number, cell: number): string {
  let cells = "";
  for (let c = 0; c < columns; c++) {
    for (let r = 0; r < ROWS; r++) {
      cells += `<rect x="${c * cell + 0.5}" y="${r * cell + 0.5}" width="${cell - 1}" height="${cell - 1}" rx="2"/>`;
    }
  }
  return `<g class="cells">${cells}</g>`;
}

function svg(columns: number, cell: number, inside: string): string {
  return `<svg width="${columns * cell}" height="${ROWS * cell}" viewBox="0 0 ${columns * cell} ${ROWS * cell}" aria-hidden="true">${grid(columns, cell)}${inside}</svg>`;
}

/** @param coups oldest first */
export function drawBeads(coups: readonly Coup[], columns: number, cell: number): string {
  const beads = beadPlate(coups);
  const first = firstColumn((beads.at(-1)?.column ?? -1) + 1, columns);
  const r = cell * 0.41;
  let out = "";
  for (const bead of beads) {
    if (bead.column < first) {
      continue;
    }
    const x = (bead.column - first + 0.5) * cell;
    const y = (bead.row + 0.5) * cell;
    out += `<circle class="${bead.winner}" cx="${x}" cy="${y}" r="${r.toFixed(1)}"/><text x="${x}" y="${(y + cell * 0.2).toFixed(1)}" font-size="${Math.max(11, cell * 0.55).toFixed(1)}">${B.letters[bead.winner]}</text>`;
    if (bead.bankerPair) {
      out += `<circle class="dot bp" cx="${(x - r * 0.8).toFixed(1)}" cy="${(y - r * 0.8).toFixed(1)}" r="2.6"/>`;
    }
    if (bead.playerPair) {
      out += `<circle class="dot pp" cx="${(x + r * 0.8).toFixed(1)}" cy="${(y + r * 0.8).toFixed(1)}" r="2.6"/>`;
    }
  }
  return svg(columns, cell, out);
}

/** @param coups oldest first */
export function drawBigRoad(coups: readonly Coup[], columns: number, cell: number): string {
  const road = bigRoad(coups);
  const first = firstColumn(road.columns, columns);
  const r = cell * 0.38;
  let out = "";
  const tie = (x: number, y: number, n: number) => {
    const d = cell * 0.4;
    const many = n > 1 ? `<text class="tn" x="${x + d * 0.7}" y="${y + d}" font-size="9">${n}</text>` : "";
    return n === 0 ? "" : `<path class="tie" d="M${(x - d).toFixed(1)} ${(y + d).toFixed(1)}L${(x + d).toFixed(1)} ${(y - d).toFixed(1)}"/>${many}`;
  };
  for (const { column, row, winner, ties } of road.cells) {
    if (column < first) {
      continue;
    }
    const x = (column - first + 0.5) * cell;
    const y = (row + 0.5) * cell;
    out += `<circle class="o ${winner}" cx="${x}" cy="${y}" r="${r.toFixed(1)}"/>${winner === "player" ? `<circle class="in" cx="${x}" cy="${y}" r="${(cell * 0.13).toFixed(1)}"/>` : ""}${tie(x, y, ties)}`;
  }
  if (road.leadingTies > 0) {
    out += tie(cell / 2, cell / 2, road.leadingTies);
  }
  return svg(columns, cell, out);
}

/** The roads in words, newest first. */
export function roadTable(coups: readonly Coup[]): HTMLElement {
  const table = html(`<table class="sr"><tbody></tbody></table>`);
  const line = (cells: readonly string[], tag: "td" | "th") => {
    const row = document.createElement("tr");
    for (const cell of cells) {
      const made = document.createElement(tag);
      made.textContent = cell;
      row.append(made);
    }
    table.firstElementChild?.append(row);
  };
  line(B.roadsColumns, "th");
  coups.toReversed().forEach((coup, i) => line([String(i + 1), B.names[coup.winner] ?? "", String(coup.player), String(coup.banker)], "td"));
  return table;
}

/** A small card: rank and suit, red or black. */
export function drawCard(card: Card): HTMLElement {
  const rank = card[0] ?? "";
  const suit = card[1] ?? "";
  const element = html(`<i class="mini"><b></b><s></s></i>`);
  element.classList.toggle("red", suit === "H" || suit === "D");
  (element.firstElementChild as HTMLElement).textContent = rank === "T" ? "10" : rank;
  (element.lastElementChild as HTMLElement).textContent = SUITS[suit] ?? "";
  return element;
}

export function cardWords(card: Card): string {
  return B.card(B.ranks[card[0] ?? ""] ?? card[0] ?? "", B.suits[card[1] ?? ""] ?? "");
}
