import "./studio.css";
import { openWhep, type WhepSession } from "../media/whep.js";
import { studioWords as W } from "../strings/pages.js";
import { answer, api, demoTokens, uuid } from "../transport/api.js";
import { tablesOf } from "../lobby/tables.js";

/** The table as the console needs it, of `GET /api/v1/tables/{t}`. */
interface TableState {
  readonly table: string;
  readonly game: string;
  readonly program?: { readonly signal: string | null } | null;
  readonly signals: readonly { readonly signal: string; readonly state: string }[];
  readonly round?: { readonly round: string; readonly state: string } | null;
  readonly viewers?: number;
}

interface Manifest {
  readonly build: string;
  readonly builds: readonly { readonly buildId: string }[];
}

const POLL_MS = 1000;
const tokens = demoTokens("operator");
const root = document.querySelector("main") as HTMLElement;
root.innerHTML =
  `<header><h1>Croupier ${W.title}</h1><nav class="row"></nav></header><p id="said" role="status"></p>` +
  `<div class="monitors"></div><section><h2>${W.builds}</h2><div class="row builds"></div></section><section><h2>${W.rounds}</h2><p class="round"></p></section>`;
const find = (selector: string) => root.querySelector(selector) as HTMLElement;

let table = "";
let shownMonitors = "";
let shownBuilds = "";
let sessions: WhepSession[] = [];

async function act(what: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
    find("#said").textContent = what;
  } catch (error) {
    find("#said").textContent = `${W.failed}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function button(text: string, run: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.className = "btn";
  element.textContent = text;
  element.addEventListener("click", run);
  return element;
}

/** A picture that is opened again whenever its connection is lost. */
function monitor(title: string, url: string, signal: string | null): HTMLElement {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  heading.textContent = title;
  const video = document.createElement("video");
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  section.append(heading, video);
  const of = table;
  const play = async (): Promise<void> => {
    try {
      const session = await openWhep({ url, token: await tokens.token() });
      sessions.push(session);
      video.srcObject = session.stream;
      session.peer.addEventListener("connectionstatechange", () => {
        if (session.peer.connectionState === "failed" && section.isConnected) {
          session.close();
          void play();
        }
      });
    } catch {
      setTimeout(() => (section.isConnected && of === table ? void play() : undefined), 2000);
    }
  };
  void play();
  if (signal !== null) {
    section.dataset.signal = signal;
    section.append(button(W.cut, () => void act(`${W.cut}: ${signal}`, () => api(tokens, "POST", `/api/v1/tables/${encodeURIComponent(table)}/handovers`, { to: signal }, uuid()))));
  }
  return section;
}

function monitors(state: TableState): void {
  const key = `${state.table} ${state.signals.map((s) => s.signal).join()}`;
  if (key !== shownMonitors) {
    shownMonitors = key;
    sessions.forEach((session) => session.close());
    sessions = [];
    const path = `/whep/${encodeURIComponent(state.table)}`;
    find(".monitors").replaceChildren(monitor(W.program, path, null), ...state.signals.map(({ signal }) => monitor(signal, `${path}/${encodeURIComponent(signal)}`, signal)));
  }
  for (const section of root.querySelectorAll<HTMLElement>("[data-signal]")) {
    const onAir = section.dataset.signal === (state.program?.signal ?? null);
    section.classList.toggle("air", onAir);
    (section.querySelector("button") as HTMLButtonElement).disabled = onAir;
    const told = state.signals.find(({ signal }) => signal === section.dataset.signal)?.state ?? "";
    (section.querySelector("h2") as HTMLElement).textContent = `${section.dataset.signal ?? ""} · ${onAir ? W.onAir : told}`;
  }
}

async function builds(game: string): Promise<void> {
  const manifest = (await answer(await fetch(`/manifests/${encodeURIComponent(game)}.json`))) as Manifest;
  const key = JSON.stringify(manifest);
  if (key === shownBuilds) {
    return;
  }
  shownBuilds = key;
  find(".builds").replaceChildren(
    ...manifest.builds.map(({ buildId }) => {
      const current = buildId === manifest.build;
      const element = button(current ? `${buildId} · ${W.current}` : `${W.swap}: ${buildId}`, () =>
        void act(`${W.swap}: ${buildId}`, () => api(tokens, "POST", "/api/v1/rollouts", { game, build: buildId, percent: 100 }, uuid())),
      );
      element.dataset.build = buildId;
      element.disabled = current;
      return element;
    }),
  );
}

async function refresh(): Promise<void> {
  const tables = tablesOf(await answer(await fetch("/api/v1/tables")));
  table ||= tables[0]?.table ?? "";
  const nav = find("nav");
  if (nav.childElementCount !== tables.length) {
    nav.replaceChildren(...tables.map((t) => button(t.table, () => (table = t.table))));
  }
  tables.forEach((t, i) => nav.children[i]?.setAttribute("aria-pressed", String(t.table === table)));
  if (table === "") {
    return;
  }
  const state = (await answer(await fetch(`/api/v1/tables/${encodeURIComponent(table)}`))) as TableState;
  monitors(state);
  find(".round").textContent = state.round === null || state.round === undefined ? "–" : `${state.round.round} · ${state.round.state}`;
  await builds(state.game);
}

function poll(): void {
  void refresh()
    .catch(() => undefined)
    .then(() => setTimeout(poll, POLL_MS));
}

poll();
