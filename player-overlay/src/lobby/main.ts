import "./lobby.css";
import { clockText, pageClock } from "../live/clock.js";
import { askTables, type Table } from "../live/tables.js";
import { attribute, find, html, text } from "../players/common/dom.js";
import { moneyOf } from "../protocol/money.js";
import { lobbyWords as W } from "../strings/pages.js";
import { demoTokens } from "../transport/api.js";
import { Card } from "./card.js";
import { filtersOf, headingOf, pipOf, shownTables } from "./state.js";

const POLL_MS = 2000;
const TICK_MS = 100;
/** Cards with a picture and a socket of their own; further ones show what the list says. */
const MOST_LIVE = 8;
/** A page that nobody looks at gives its pictures back after this. */
const HIDDEN_MS = 10_000;

const tokens = demoTokens("player");
const clock = pageClock();
const cards = new Map<string, Card>();
let tables: readonly Table[] | null = null;
let reach: "ok" | "unreachable" | "refused" = "ok";
let filter = "";
let everOpen = false;
let hiddenTimer = 0;

const page = html(`
<div class="lobby">
  <header class="top"><span class="wordmark"><i aria-hidden="true"></i>Croupier</span><span class="sp"></span><span class="demo">${W.demo}</span>
    <div class="kv bal"><span class="lab">${W.balance}</span><b data-balance="">–</b></div></header>
  <div class="hd"><div><h1>${W.title}</h1><p role="status"></p></div><div class="f" role="group" aria-label="${W.filter}"></div></div>
  <section class="empty" hidden><b></b><p></p></section>
  <section class="grid" aria-label="${W.title}"></section>
  <footer class="ft"><span class="pip"><i aria-hidden="true"><s></s><s></s><s></s><s></s></i><span></span></span><span class="time"></span><span class="sp"></span><span>${W.adults}</span></footer>
</div>`);
document.querySelector("#lobby")?.append(page);

function balance(minor: number, currency: string, exponent: number): void {
  const box = find(page, ".bal b");
  attribute(box, "data-balance", String(minor));
  text(box, moneyOf(currency, exponent).full(minor));
}

/** Cards follow the list: what is gone goes, what is new is added, nothing else moves. */
function follow(list: readonly Table[]): void {
  for (const [name, card] of cards) {
    if (!list.some((t) => t.table === name)) {
      card.end();
      cards.delete(name);
    }
  }
  for (const table of list) {
    const card = cards.get(table.table);
    if (card !== undefined) {
      card.table = table;
      continue;
    }
    const made = new Card(table, {
      tokens,
      time: clock.time,
      live: cards.size < MOST_LIVE,
      onMessage: (feed, message) => {
        everOpen ||= feed.link === "open";
        if (message !== null && (message.type === "welcome" || message.type === "balance" || message.type.startsWith("bet.") || message.type === "round.settled")) {
          balance(feed.state.balanceMinor, feed.state.currency, feed.state.exponent);
        }
      },
    });
    cards.set(table.table, made);
    find(page, ".grid").append(made.element);
  }
}

function paint(): void {
  const list = tables ?? [];
  const heading = headingOf(tables, reach, filter);
  const plain = heading.kind === "plain";
  text(find(page, ".hd p"), plain ? heading.words : "");
  const empty = find(page, ".empty");
  empty.hidden = plain;
  attribute(empty, "data-kind", heading.kind);
  text(find(empty, "b"), plain ? "" : heading.words);
  text(find(empty, "p"), plain ? "" : heading.detail);
  page.classList.toggle("stale", reach === "unreachable");
  const shown = new Set(shownTables(list, filter).map((t) => t.table));
  for (const [name, card] of cards) {
    card.element.hidden = !shown.has(name);
  }
  attribute(find(page, ".grid"), "data-many", shown.size > 2 ? "many" : String(shown.size));
  filters(list);
}

function filters(list: readonly Table[]): void {
  const box = find(page, ".f");
  const choices = filtersOf(list);
  const key = choices.map((c) => c.game).join(" ");
  if (box.dataset.choices !== key) {
    box.dataset.choices = key;
    box.replaceChildren(
      ...choices.map(({ game, label }) => {
        const button = html<HTMLButtonElement>(`<button type="button"></button>`);
        button.textContent = label;
        button.dataset.game = game;
        button.addEventListener("click", () => {
          filter = game;
          paint();
        });
        return button;
      }),
    );
    if (!choices.some((c) => c.game === filter)) {
      filter = "";
    }
  }
  for (const button of box.querySelectorAll("button")) {
    attribute(button, "aria-pressed", String(button.dataset.game === filter));
  }
}

async function poll(): Promise<void> {
  if (!document.hidden) {
    const told = await askTables();
    reach = told.ok ? "ok" : told.why;
    if (told.ok) {
      tables = told.tables;
      follow(told.tables);
    }
    paint();
  }
  setTimeout(() => void poll(), POLL_MS);
}

async function measure(): Promise<void> {
  if (!document.hidden) {
    const figures = await Promise.all([...cards.values()].map((card) => card.measure(performance.now())));
    const rtts = figures.flatMap((f) => f.rttMs ?? []);
    const open = [...cards.values()].some((card) => card.feed?.link === "open");
    const pip = pipOf(rtts.length > 0 ? Math.max(...rtts) : null, open && reach === "ok", everOpen);
    const box = find(page, ".pip");
    attribute(box, "data-bars", String(pip.bars));
    text(find(box, "span"), pip.words);
  }
  setTimeout(() => void measure(), 1000);
}

function tick(): void {
  if (document.hidden) {
    return;
  }
  const now = clock.time.now();
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const card of cards.values()) {
    card.tick(now, reduced);
  }
  text(find(page, ".time"), clock.time.known ? W.tableTime(clockText(now)) : "");
}

/** The same composition on larger screens, as everywhere: the design's unit. */
function scale(): void {
  const u = Math.min(1.5, Math.max(1, Math.min(innerWidth / 1280, innerHeight / 720)));
  page.style.setProperty("--u", String(u));
  page.style.zoom = u === 1 ? "" : String(u);
}

addEventListener("resize", scale);
addEventListener("online", () => cards.forEach((card) => card.feed?.hurry()));
addEventListener("pagehide", () => cards.forEach((card) => card.picture?.stop()));
addEventListener("pageshow", () => cards.forEach((card) => card.picture?.start()));
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiddenTimer);
  if (document.hidden) {
    hiddenTimer = window.setTimeout(() => cards.forEach((card) => card.picture?.stop()), HIDDEN_MS);
  } else {
    cards.forEach((card) => {
      card.feed?.hurry();
      card.picture?.start();
    });
    tick();
  }
});

scale();
paint();
void poll();
void measure();
setInterval(tick, TICK_MS);
