import "./lobby.css";
import { lobbyWords as W } from "../strings/pages.js";
import { answer } from "../transport/api.js";
import { tablesOf, type TableSummary } from "./tables.js";

const REFRESH_MS = 5000;
const root = document.querySelector("main") as HTMLElement;
root.innerHTML = `<h1>${W.title}</h1><div class="grid"></div>`;
const grid = root.lastElementChild as HTMLElement;
let shown = "";

function card({ table, viewers }: TableSummary): HTMLElement {
  const element = document.createElement("article");
  element.className = "card";
  const title = document.createElement("h2");
  title.textContent = table.replace(/-/g, " ").replace(/^./, (c) => c.toUpperCase());
  const line = document.createElement("p");
  line.textContent = viewers === null ? "" : `${viewers} ${W.viewers}`;
  const words = document.createElement("div");
  words.append(title, line);
  const link = document.createElement("a");
  link.className = "btn p";
  link.href = `/play/${encodeURIComponent(table)}`;
  link.textContent = W.play;
  element.append(words, link);
  return element;
}

async function refresh(): Promise<void> {
  try {
    const tables = tablesOf(await answer(await fetch("/api/v1/tables")));
    const key = JSON.stringify(tables);
    if (key !== shown) {
      shown = key;
      grid.replaceChildren(...(tables.length === 0 ? [W.none] : tables.map(card)));
    }
  } finally {
    setTimeout(() => void refresh().catch(() => undefined), REFRESH_MS);
  }
}

void refresh().catch(() => undefined);
