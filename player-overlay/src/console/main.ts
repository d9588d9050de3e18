import "./console.css";
import { captureOf } from "../media/frames.js";
import { clockMillisText, pageClock } from "../live/clock.js";
import { TableFeed } from "../live/feed.js";
import { LivePicture, NO_FIGURES, type Figures } from "../live/picture.js";
import { askTables, type Table } from "../live/tables.js";
import { attribute, find, html, text } from "../players/common/dom.js";
import type { Round, ServerMessage } from "../protocol/messages.js";
import { moneyOf } from "../protocol/money.js";
import { icon } from "../shell/icons.js";
import { titleOf } from "../shell/table.js";
import { lobbyWords, studioWords as W } from "../strings/pages.js";
import { demoTokens } from "../transport/api.js";
import { gateway, operator, why } from "./api.js";
import { askReason } from "./ask.js";
import { paintAlerts, paintBuilds, paintHandovers, paintLog, paintRounds, paintRulesets, Panel, type EvidenceRow, type LogRow } from "./panels.js";
import { Quality } from "./quality.js";
import { alertsOf, cutObstacle, cutPhase, isOver, keyAction, previewOf, rowOf, semverOf, waitedSeconds, withRow, type BuildInfo, type Cut, type Handover, type Rollout, type RoundRow } from "./state.js";
import { Switcher, type SwitcherView } from "./switcher.js";

const POLL_MS = 1000;
const RELEASES_MS = 3000;
const BETS_MS = 2000;
const TICK_MS = 100;
const CUT_POLL_MS = 120;
/** How long the middle column keeps telling what became of a cut. */
const TOLD_US = 6_000_000;
const NOTE_MS = 4000;
const MOST_KEPT = 50;
const PAST_ROUNDS = 7;
const MOST_PICTURES = 6;
/** One column of panels becomes tabs on a smaller screen; the switcher always stays. */
const NARROW = matchMedia("(max-width: 1599px), (max-height: 899px)");

const players = demoTokens("player");
const clock = pageClock();
const now = () => clock.time.now();

// ---- what is known

let tables: readonly Table[] = [];
let reachable = true;
let asked = false;
let selected = decodeURIComponent(location.hash.slice(1));
let note = "";
let noteTimer = 0;
let builds: readonly BuildInfo[] = [];
let rollouts: readonly Rollout[] = [];
let feed: TableFeed | null = null;
let program: LivePicture | null = null;
let delays: number[] = [];
let tab = "rounds";
const current = new Map<string, string | null>();
const chosen = new Map<string, string>();
const cuts = new Map<string, Cut>();
const rows = new Map<string, RoundRow[]>();
const pictures = new Map<string, LivePicture>();
const figures = new Map<string, Figures>();
const since = new Map<string, number>();
const hashes = new Map<string, string>();
const evidence = kept<EvidenceRow>("croupier.studio.handovers");
const log = kept<LogRow>("croupier.studio.log");

/** A list of this browser session: a reload of the console loses no evidence. */
function kept<T>(key: string): { readonly rows: T[]; add(row: T): void } {
  let list: T[] = [];
  try {
    list = JSON.parse(sessionStorage.getItem(key) ?? "[]") as T[];
  } catch {
    // What cannot be read is begun anew.
  }
  return {
    get rows() {
      return list;
    },
    add(row) {
      list = [row, ...list].slice(0, MOST_KEPT);
      sessionStorage.setItem(key, JSON.stringify(list));
    },
  };
}

const table = (): Table | null => tables.find((t) => t.table === selected) ?? null;
const preview = (): string | null => {
  const t = table();
  return t === null ? null : previewOf(t, chosen.get(t.table) ?? null);
};

// ---- the page

const page = html(`
<div class="studio">
  <header class="top"><span class="wordmark"><i aria-hidden="true"></i>Croupier</span><span class="sub">${W.title}</span><div class="seg" role="group" aria-label="${W.tables}"></div><span class="sp"></span>
    <div class="clock"><span class="lab">${W.tableTime}</span><b></b><span class="bd"></span></div>
    <button type="button" class="btn sm alerts">${icon("warn", 14)}<span></span></button><span class="who"></span></header>
  <div class="main"></div>
  <p class="sr" role="status" aria-live="polite"></p>
</div>`);
text(find(page, ".who"), operator.subject);

const switcher = new Switcher({ preview: choose, cut: () => void cutNow(), abort: () => void abort() });
const quality = new Quality();
const panels = {
  builds: new Panel("builds", W.builds("")),
  rounds: new Panel("rounds", W.rounds),
  handovers: new Panel("handovers", W.handovers, W.evidence),
  alerts: new Panel("alerts", W.alertsTitle),
  rulesets: new Panel("rulesets", W.rulesets),
  log: new Panel("log", W.log, W.logDetail),
};
const voidButton = panels.rounds.button(W.voidRound, "danger", () => void voidRound());
panels.handovers.button(W.exportJson, "", exportEvidence);

const tabs = html(`<div class="tabs" role="tablist" aria-label="${W.tabs}"></div>`);
const all: readonly (readonly [id: string, title: string, element: HTMLElement])[] = [
  ["rounds", W.rounds, panels.rounds.element],
  ["builds", W.buildsDetail, panels.builds.element],
  ["handovers", W.handovers, panels.handovers.element],
  ["alerts", W.alertsTitle, panels.alerts.element],
  ["quality", W.quality, quality.element],
  ["rulesets", W.rulesets, panels.rulesets.element],
  ["log", W.log, panels.log.element],
];
for (const [id, title] of all) {
  const button = html<HTMLButtonElement>(`<button type="button" role="tab" aria-controls="${id}"></button>`);
  button.textContent = title.charAt(0).toUpperCase() + title.slice(1);
  button.dataset.tab = id;
  button.addEventListener("click", () => openTab(id));
  tabs.append(button);
}
tabs.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step !== undefined) {
    const next = all[(all.findIndex(([id]) => id === tab) + step + all.length) % all.length];
    openTab(next?.[0] ?? tab);
    tabs.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  }
});
find(page, ".main").append(switcher.element, tabs, quality.element, ...Object.values(panels).map((panel) => panel.element));
document.querySelector("#studio")?.append(page);

function openTab(id: string): void {
  tab = id;
  for (const [name, , element] of all) {
    element.classList.toggle("shown", name === tab);
  }
  for (const button of tabs.querySelectorAll<HTMLElement>("button")) {
    attribute(button, "aria-selected", String(button.dataset.tab === tab));
    attribute(button, "tabindex", button.dataset.tab === tab ? "0" : "-1");
  }
}

function say(words: string): void {
  note = words;
  text(find(page, "[role=status]"), words);
  clearTimeout(noteTimer);
  noteTimer = window.setTimeout(() => (note = ""), NOTE_MS);
}

function did(words: string): void {
  log.add({ at: now(), table: selected, words });
  paint();
}

// ---- a table of its own

function select(name: string): void {
  if (name === selected && feed !== null) {
    return;
  }
  selected = name;
  history.replaceState(null, "", `#${encodeURIComponent(name)}`);
  feed?.end();
  program?.stop();
  pictures.forEach((picture) => picture.stop());
  pictures.clear();
  figures.clear();
  quality.reset();
  delays = [];
  feed = new TableFeed({ table: name, page: "studio", tokens: players, time: clock.time, onChange: (message) => message !== null && told(name, message) });
  feed.start();
  program = new LivePicture({ url: `/whep/${encodeURIComponent(name)}`, token: (renew) => players.token(renew), onState: () => paint() });
  paint();
  program.start();
  follow();
}

/** A picture of each live signal; one connection feeds tile and preview. */
function follow(): void {
  const t = table();
  const live = new Set(t?.signals.filter((s) => s.state === "live").slice(0, MOST_PICTURES).map((s) => s.signal));
  for (const [name, picture] of pictures) {
    if (!live.has(name)) {
      picture.stop();
      pictures.delete(name);
      figures.delete(name);
    }
  }
  for (const name of live) {
    if (!pictures.has(name)) {
      const picture = new LivePicture({ url: `/whep/${encodeURIComponent(selected)}/${encodeURIComponent(name)}`, token: (renew) => operator.token(renew), onState: () => paint() });
      pictures.set(name, picture);
      picture.start();
    }
  }
}

function told(name: string, message: ServerMessage): void {
  if (message.type === "welcome") {
    const past = (message.body.snapshot?.lastResults ?? []) as readonly { readonly round?: string }[];
    void askRounds(name, past.slice(0, PAST_ROUNDS).flatMap((entry) => entry.round ?? []));
  } else if (message.type.startsWith("round.") && message.type !== "round.progress") {
    void askRounds(name, [(message.body as { round: string }).round]);
  }
}

async function askRounds(name: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    try {
      know(name, await gateway.round(id));
    } catch {
      // Asked again with the next change of the round.
    }
  }
  paint();
}

function know(name: string, round: Round): void {
  rows.set(name, withRow(rows.get(name) ?? [], rowOf(round)));
}

// ---- what an operator does

function choose(signal: string): void {
  chosen.set(selected, signal);
  paint();
}

async function cutNow(): Promise<void> {
  const t = table();
  const to = preview();
  const obstacle = t === null ? W.choose : cutObstacle(t, to, cuts.get(selected) ?? null);
  if (t === null || to === null || obstacle !== null) {
    say(obstacle ?? W.choose);
    return;
  }
  const from = t.program.signal;
  const set = (more: Partial<Cut>) => cuts.set(t.table, { ...(cuts.get(t.table) as Cut), ...more });
  cuts.set(t.table, { to, pressedAt: now(), handover: null, endedAt: null, failure: null });
  note = "";
  did(W.did.cut(from ?? W.slate, to));
  try {
    const begun = await gateway.cut(t.table, to);
    let handover: Handover = { table: t.table, from, to, by: operator.subject, agreedCapture: null, reason: null, ...begun };
    set({ handover });
    while (handover.state !== "switched" && handover.state !== "aborted") {
      await new Promise((next) => setTimeout(next, CUT_POLL_MS));
      handover = await gateway.handover(begun.id);
      set({ handover });
    }
    set({ endedAt: now() });
    evidence.add({ ...handover, waitedS: waitedSeconds(cuts.get(t.table) as Cut, now()) });
    if (handover.state === "switched") {
      if (from !== null) {
        chosen.set(t.table, from);
      }
      did(W.did.cutDone(to));
      say(W.did.cutDone(to));
    } else {
      did(W.did.cutFailed(handover.reason ?? handover.state));
    }
    await poll();
  } catch (error) {
    set({ failure: why(error), endedAt: now() });
    did(W.did.cutFailed(why(error)));
  }
}

async function abort(): Promise<void> {
  const cut = cuts.get(selected) ?? null;
  if (cutPhase(cut) !== "armed" || !cut?.handover) {
    say(W.nothingArmed);
    return;
  }
  say(W.abortAsked);
  try {
    await gateway.abort(cut.handover.id);
  } catch {
    say(W.cannotAbort);
  }
}

async function act(done: string, what: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
    did(done);
  } catch (error) {
    did(W.did.failed(what, why(error)));
    say(W.did.failed(what, why(error)));
  }
  await askReleases();
}

function openRound(): RoundRow | null {
  const newest = rows.get(selected)?.[0];
  return newest === undefined || isOver(newest) ? null : newest;
}

async function voidRound(): Promise<void> {
  const round = openRound();
  if (round === null) {
    return;
  }
  const reason = await askReason(W.voidTitle(round.round), W.voidDetail, W.voidReasons, W.voidNow);
  if (reason !== null) {
    await act(W.did.voided(round.round, W.voidReasons[reason] ?? reason), W.voidNow, () => gateway.voidRound(round.round, reason));
    await askRounds(selected, [round.round]);
  }
}

function exportEvidence(): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(evidence.rows, null, 2)], { type: "application/json" }));
  link.download = "handovers.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// ---- what the gateway says

async function poll(): Promise<void> {
  const answer = await askTables();
  reachable = answer.ok;
  asked = true;
  if (answer.ok) {
    tables = answer.tables;
    const wanted = table()?.table ?? tables[0]?.table;
    if (wanted !== undefined) {
      select(wanted);
    }
    follow();
    for (const { table: name, round, calcVer } of tables) {
      if (round !== null) {
        know(name, round);
        hashes.set(round.calcVer, round.rulesHash);
      }
      void askRuleset(calcVer);
    }
  }
  paint();
}

async function askRuleset(calcVer: string): Promise<void> {
  if (calcVer !== "" && !hashes.has(calcVer)) {
    hashes.set(calcVer, "");
    try {
      hashes.set(calcVer, (await gateway.ruleset(calcVer)).rulesHash ?? "");
    } catch {
      // Not known yet; a round of it tells its hash too.
      hashes.delete(calcVer);
    }
  }
}

async function askReleases(): Promise<void> {
  try {
    [builds, rollouts] = await Promise.all([gateway.builds(), gateway.rollouts()]);
    for (const game of new Set(tables.map((t) => t.game))) {
      current.set(game, await gateway.current(game));
    }
  } catch {
    // The list of tables says that nobody answers.
  }
  paint();
}

async function askBets(): Promise<void> {
  const round = openRound();
  if (round !== null) {
    await askRounds(selected, [round.round]);
  }
}

async function measure(): Promise<void> {
  const at = performance.now();
  for (const [name, picture] of pictures) {
    figures.set(name, await picture.measure(at));
  }
  const own = (await program?.measure(at)) ?? NO_FIGURES;
  const delay = delays.length === 0 ? null : delays.reduce((a, b) => a + b, 0) / delays.length;
  delays = [];
  quality.add(own, program?.joinMs ?? null, delay);
}

// ---- what the page shows

function view(): SwitcherView {
  const cut = cuts.get(selected) ?? null;
  const old = cut !== null && cut.endedAt !== null && now() - cut.endedAt > TOLD_US;
  return { table: table(), preview: preview(), cut: old ? null : cut, now: now(), note, program, picture: (name) => pictures.get(name), figures: (name) => figures.get(name) };
}

function segments(): void {
  const box = find(page, ".seg");
  const key = tables.map((t) => t.table).join(" ");
  if (box.dataset.tables !== key) {
    box.dataset.tables = key;
    box.replaceChildren(
      ...tables.map(({ table: name }) => {
        const button = html<HTMLButtonElement>(`<button type="button"><i aria-hidden="true"></i><span></span><em></em></button>`);
        button.dataset.table = name;
        text(find(button, "span"), titleOf(name));
        button.addEventListener("click", () => select(name));
        return button;
      }),
    );
  }
  tables.forEach((t, i) => {
    const button = box.children[i] as HTMLElement;
    attribute(button, "aria-pressed", String(t.table === selected));
    attribute(button, "data-live", String(t.program.signal !== null));
    text(find(button, "em"), W.viewers(t.viewers));
  });
}

function paint(): void {
  segments();
  switcher.show(view());
  const t = table();
  attribute(page, "data-reach", reachable ? (asked && tables.length === 0 ? "none" : "ok") : "lost");
  const state = feed?.state;
  const money = moneyOf(state?.currency ?? "EUR", state?.exponent ?? 2);
  paintRounds(panels.rounds, rows.get(selected) ?? [], money, now());
  attribute(voidButton, "aria-disabled", openRound() === null ? "true" : null);
  const game = t?.game ?? "";
  paintBuilds(
    panels.builds,
    { game, gameName: lobbyWords.games[game] ?? game, builds, current: current.get(game) ?? null, rollouts },
    (build) => void act(W.did.swap(build.buildId), W.swap, () => gateway.swap(build.game, build.buildId)),
    (rollout) => void act(W.did.rollback(semverOf(rollout.from)), W.rollBack, () => gateway.rollBack(rollout.id)),
  );
  paintHandovers(panels.handovers, evidence.rows.filter((row) => row.table === selected));
  const alerts = alertsOf(tables, reachable, rollouts);
  const keys = new Set(alerts.map((a) => a.key));
  for (const key of since.keys()) {
    if (!keys.has(key)) {
      since.delete(key);
    }
  }
  for (const key of keys) {
    if (!since.has(key)) {
      since.set(key, now());
    }
  }
  paintAlerts(panels.alerts, alerts, (key) => since.get(key) ?? now(), now());
  const button = find(page, ".alerts");
  text(find(button, "span"), W.alerts(alerts.length));
  button.classList.toggle("open", alerts.length > 0);
  const versions = [...new Set(tables.map((one) => one.calcVer))].filter(Boolean).sort();
  paintRulesets(panels.rulesets, versions.map((calcVer) => ({ calcVer, hash: hashes.get(calcVer) ?? "", tables: tables.filter((one) => one.calcVer === calcVer).map((one) => titleOf(one.table)) })));
  paintLog(panels.log, log.rows);
}

function tick(): void {
  if (document.hidden) {
    return;
  }
  const box = find(page, ".clock");
  const bound = clock.time.bound();
  text(find(box, "b"), clock.time.known ? clockMillisText(now()) : "--:--:--.---");
  const identity = clock.identity();
  text(find(box, ".bd"), identity === null || !Number.isFinite(bound) ? W.noClock : W.bound((bound / 1000).toFixed(2), identity.epoch));
  switcher.cutting(view());
}

function everyFrame(): void {
  const video = switcher.programVideo;
  if (!("requestVideoFrameCallback" in video)) {
    return;
  }
  const next: VideoFrameRequestCallback = (_, meta) => {
    video.requestVideoFrameCallback(next);
    const anchor = feed?.anchor ?? null;
    if (anchor !== null && meta.rtpTimestamp !== undefined && Number.isFinite(clock.time.bound())) {
      delays.push((now() - captureOf(anchor, meta.rtpTimestamp, now())) / 1000);
    }
  };
  video.requestVideoFrameCallback(next);
}

function scale(): void {
  const u = Math.min(1.5, Math.max(1, Math.min(innerWidth / 1920, innerHeight / 1080)));
  page.style.setProperty("--u", String(u));
  page.style.zoom = u === 1 ? "" : String(u);
  page.classList.toggle("narrow", NARROW.matches);
  for (const [, title, element] of all) {
    attribute(element, "role", NARROW.matches ? "tabpanel" : null);
    attribute(element, "aria-label", title);
  }
}

find(page, ".alerts").addEventListener("click", () => {
  openTab("alerts");
  panels.alerts.element.setAttribute("tabindex", "-1");
  panels.alerts.element.focus();
});
addEventListener("resize", scale);
addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  const typing = document.querySelector("dialog[open]") !== null || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  const action = keyAction(event, table(), typing);
  if (action !== null) {
    event.preventDefault();
    if (action.type === "preview") {
      choose(action.signal);
    } else {
      void (action.type === "cut" ? cutNow() : abort());
    }
  }
});
addEventListener("pagehide", () => {
  program?.stop();
  pictures.forEach((picture) => picture.stop());
});
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    program?.start();
    pictures.forEach((picture) => picture.start());
  }
});

/** Again and again, each time only after the last one has ended. */
function every(ms: number, run: () => Promise<void>): void {
  const again = () => void run().finally(() => setTimeout(again, ms));
  again();
}

openTab(tab);
scale();
paint();
everyFrame();
setInterval(tick, TICK_MS);
every(POLL_MS, poll);
every(RELEASES_MS, askReleases);
every(BETS_MS, askBets);
every(1000, measure);
