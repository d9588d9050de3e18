import "./shell.css";
import { FrameClock } from "../media/frames.js";
import { Picture } from "../media/picture.js";
import { Poster, posterIn } from "../media/poster.js";
import type { BuildRef, ServerMessage } from "../protocol/messages.js";
import { moneyOf } from "../protocol/money.js";
import { shellWords as W } from "../strings/shell.js";
import type { Estimate } from "../time/estimate.js";
import { TableTime } from "../time/tabletime.js";
import { answer, demoTokens, uuid } from "../transport/api.js";
import { ControlSocket, type Link } from "../transport/control.js";
import { Builds } from "./builds.js";
import { Chrome, type Cover } from "./chrome.js";
import type { Geometry, TableView } from "./contract.js";
import { layout } from "./geometry.js";
import { manifestOf } from "./loader.js";
import { pipOf, Quality } from "./quality.js";
import { RevealGate } from "./reveal.js";
import { betweenRounds, initial, reduce, titleOf, type TableEvent } from "./table.js";

/** How long the first hello waits for the manifest, so that it names the build that will be on screen. */
const MANIFEST_WAIT_MS = 800;
/** How long the picture waits for the control session whose anchor and figures are its own. */
const SESSION_WAIT_MS = 400;
const MANIFEST_RETRY_MS = 3000;
const QOS_MS = 5000;
/** Where the action is, for a stage that is narrower than the picture. */
const FOCUS: Readonly<Record<string, string>> = { roulette: "40%", baccarat: "50%" };

const address = new URL(location.href);
const table = decodeURIComponent(address.pathname.split("/").filter(Boolean).at(-1) ?? "");
const tokens = demoTokens("player");
const frames = new FrameClock();
const gate = new RevealGate();
const quality = new Quality();
const time = new TableTime(() => (performance.timeOrigin + performance.now()) * 1000);

let game = table.replace(/-\d+$/, "");
let state = initial(table);
let link: Link = "connecting";
let linkWhy = "";
let dropped = false;
let slate = false;
let endedRound: string | null = null;
let pressed = false;
let geometry: Geometry;
let revealTimer = 0;

const socketUrl = (path: string) => `${address.protocol === "https:" ? "wss" : "ws"}://${address.host}${path}`;

// ---- the page's parts

const chrome: Chrome = new Chrome(titleOf(table), {
  sound: () => (picture.muted = !picture.muted),
  panel: (which) => void import("./panels.js").then((panels) => panels.open(which, view(), game, tokens)),
});

const picture: Picture = new Picture({
  table,
  stage: chrome.stage,
  frames,
  forced: address.searchParams.get("engine") === "hls" ? "hls" : null,
  token: () => tokens.token(),
  session: () => control.session,
  tableNow: () => time.now(),
  onChange: () => paint(),
});

/** What is seen before the first live picture. */
const poster = new Poster({ table, token: () => tokens.token(), onPoster: posterIn(chrome.stage) });

const builds: Builds = new Builds({
  layer: chrome.builds,
  view,
  geometry: () => geometry,
  host: () => ({
    view,
    geometry: () => geometry,
    now: () => time.now(),
    reducedMotion: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
    place(items) {
      const round = state.round?.phase === "open" ? state.round.round : null;
      if (round === null || items.length === 0) {
        return false;
      }
      const key = uuid();
      if (link !== "open" || !control.command(key, { type: "bet.place", body: { idempotencyKey: key, round, items } })) {
        chrome.toast({ kind: "bad", title: W.notSent.title, detail: W.notSent.detail });
        return false;
      }
      apply({ type: "placed", key, round, items }, null);
      return true;
    },
    undo(key) {
      const slip = state.slips.find((s) => s.key === key);
      const cancelKey = uuid();
      if (slip === undefined || slip.state === "undoing") {
        return false;
      }
      const which = slip.bet === null ? { placeKey: key } : { bet: slip.bet };
      if (link !== "open" || !control.command(cancelKey, { type: "bet.cancel", body: { idempotencyKey: cancelKey, ...which } })) {
        return false;
      }
      apply({ type: "undoing", key, cancelKey }, null);
      return true;
    },
    toast: (toast) => chrome.toast(toast),
    say: (text, urgent) => chrome.say(text, urgent),
  }),
  boundary: () => ({ free: !pressed && betweenRounds(state), ended: endedRound }),
  report(outcome, buildId, code, detail) {
    control.tell(outcome === "ready" ? { type: "build.ready", body: { buildId } } : { type: "build.failed", body: { buildId, code, detail } });
    if (outcome === "failed" && builds.on === null) {
      void firstBuild(buildId);
    }
  },
  onChange: () => builds.update(view(), null),
});

const control: ControlSocket = new ControlSocket({
  url: socketUrl("/ws"),
  table,
  token: (renew) => tokens.token(renew),
  build: () => builds.on ?? wanted ?? "none",
  onStamp: (tableTime) => time.hint(tableTime),
  onLink(now, why) {
    if (now === "waiting" && link === "open") {
      dropped = true;
    }
    link = now;
    linkWhy = why;
    paint();
  },
  onMessage: receive,
});

function view(): TableView {
  return { ...state, badge: builds.badge() };
}

// ---- messages

function receive(message: ServerMessage): void {
  switch (message.type) {
    case "welcome":
      frames.anchor = message.body.snapshot?.anchor ?? frames.anchor;
      if (message.body.build !== null && message.body.build !== builds.on) {
        void wantById(message.body.build);
      }
      break;
    case "media.anchor":
      frames.anchor = message.body;
      break;
    case "media.catchup":
      picture.catchUp(message.body.untilRtp);
      break;
    case "media.move":
      picture.move(message.body.whep);
      break;
    case "build.available":
    case "build.pinned":
    case "build.rollback":
      builds.want(message.body);
      break;
    case "table.status": {
      const { signal, state: now, code } = message.body;
      slate = signal === null || now === "slate" || code === "slate" || code === "no_signal";
      paint();
      break;
    }
    case "player.message":
      chrome.toast({ kind: "info", title: message.body.title ?? W.message, detail: message.body.detail ?? "" });
      break;
    case "session.ended":
      linkWhy = "session_ended";
      link = "ended";
      control.end();
      paint();
      break;
    default:
      break;
  }
  show(gate.accept(message, shownCapture(), performance.now()));
}

/** The frame on screen; unknown while the picture stands still, for then nothing can wait for it. */
function shownCapture(): number | null {
  return picture.view(performance.now()) === "live" && !document.hidden ? frames.capture : null;
}

function show(messages: readonly ServerMessage[]): void {
  for (const message of messages) {
    if (message.type === "round.settled" || message.type === "round.voided") {
      endedRound = message.body.round;
    }
    apply({ type: "server", message }, message);
    if (message.type === "welcome" && dropped) {
      dropped = false;
      chrome.toast({ kind: "ok", title: W.again.title, detail: W.again.detail(state.slips.filter((s) => s.state === "accepted").length) });
    }
  }
  clearTimeout(revealTimer);
  const due = gate.dueMs;
  if (due !== null) {
    revealTimer = window.setTimeout(release, Math.max(0, due - performance.now()));
  }
}

function release(): void {
  show(gate.release(shownCapture(), performance.now()));
}

function apply(event: TableEvent, cause: ServerMessage | null): void {
  state = reduce(state, event);
  builds.update(view(), cause);
  if (cause?.type === "welcome") {
    subtitle();
  }
}

function subtitle(): void {
  const money = moneyOf(state.currency, state.exponent);
  const limits = `${money.short(state.limits.minMinor)} – ${money.short(state.limits.maxMinor)}`;
  chrome.subtitle(geometry.mode === "wide" ? [W.games[game], limits].filter(Boolean).join(" · ") : limits);
}

// ---- builds

let wanted: string | null = null;
let known: readonly BuildRef[] = [];

async function wantById(buildId: string): Promise<void> {
  const found = known.find((b) => b.buildId === buildId) ?? (await manifestOf(game))?.builds.find((b) => b.buildId === buildId);
  if (found !== undefined) {
    builds.want(found);
  }
}

/** The current build of the manifest, or another one of it after `failed`; tried until there is one. */
async function firstBuild(failed: string | null): Promise<void> {
  try {
    const manifest = await manifestOf(game);
    known = manifest?.builds ?? [];
    const first = known.find((b) => b.buildId === manifest?.build && b.buildId !== failed) ?? known.find((b) => b.buildId !== failed);
    if (first !== undefined && builds.on === null) {
      wanted = first.buildId;
      builds.want(first);
      return;
    }
  } catch {
    // Asked again below.
  }
  if (builds.on === null) {
    setTimeout(() => void firstBuild(null), MANIFEST_RETRY_MS);
  }
}

// ---- what the shell itself shows

function coverNow(): Cover | null {
  if (link === "ended") {
    const words = W.ended[linkWhy] ?? W.ended.left;
    return words === undefined ? null : { kind: "ended", ...words, act: () => (linkWhy === "forbidden" ? location.assign("/") : location.reload()) };
  }
  switch (picture.view(performance.now())) {
    case "blocked":
      return { kind: "blocked", ...W.blocked, act: () => picture.unblock() };
    case "connecting":
      return { kind: "connecting", ...W.connecting };
    case "stalled": {
      const seconds = Math.max(1, Math.round((performance.now() - frames.lastFrameMs) / 1000));
      return { kind: "stalled", title: W.stalled.title, detail: W.stalled.detail(seconds), ...(picture.engine === "hls" ? {} : { action: W.stalled.action, act: () => picture.force("hls") }) };
    }
    case "live":
      return slate ? { kind: "slate", title: W.slate.title, detail: W.slate.detail(state.title) } : null;
  }
}

function paint(): void {
  if (!document.hidden) {
    chrome.cover(coverNow());
    chrome.pip(pipOf(quality.last, picture.engine, picture.failing || link === "waiting"));
  }
  document.body.dataset.engine = picture.engine ?? "";
  document.body.dataset.picture = picture.view(performance.now());
}

function resize(): void {
  // env() can only be read through a property that uses it.
  const style = getComputedStyle(document.body);
  const inset = (side: "Top" | "Right" | "Bottom" | "Left") => parseFloat(style[`scrollPadding${side}`]) || 0;
  geometry = layout({ width: innerWidth, height: innerHeight, game, safe: { top: inset("Top"), right: inset("Right"), bottom: inset("Bottom"), left: inset("Left") } });
  chrome.place(geometry, geometry.mode === "portrait" ? (FOCUS[game] ?? "50%") : "50%");
  subtitle();
  builds.resize(geometry);
}

async function second(): Promise<void> {
  if (document.hidden) {
    return;
  }
  picture.watch(performance.now());
  await quality.measure(() => picture.stats());
  paint();
}

// ---- start

resize();
addEventListener("resize", resize);
addEventListener("online", () => control.hurry());
for (const type of ["pointerdown", "pointerup", "pointercancel"] as const) {
  addEventListener(type, () => {
    pressed = type === "pointerdown";
    if (!pressed) {
      // After the click that follows.
      setTimeout(() => builds.ask());
    }
  }, { capture: true, passive: true });
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    clock.postMessage({ wake: true });
    picture.wake();
    control.hurry();
    release();
    paint();
  }
});
addEventListener("pagehide", () => control.tell({ type: "qos.report", body: quality.digest(picture, time.bound()) }));
frames.onFrame(() => poster.stop());
frames.onFrame(() => {
  if (gate.dueMs !== null) {
    release();
  }
});
frames.onFrame(() => {
  if (document.body.dataset.cover !== undefined && link !== "ended") {
    paint();
  }
});
setInterval(() => void second(), 1000);
setInterval(() => control.tell({ type: "qos.report", body: quality.digest(picture, time.bound()) }), QOS_MS);

const clock = new Worker(new URL("../time/worker.ts", import.meta.url), { type: "module" });
clock.onmessage = (event: MessageEvent<{ estimate: Estimate | null }>) => {
  if (event.data.estimate !== null) {
    time.update(event.data.estimate);
  }
};
clock.postMessage({ url: socketUrl("/time") });

const welcomed = new Promise<void>((done) => {
  const look = setInterval(() => {
    if (control.session !== null) {
      clearInterval(look);
      done();
    }
  }, 20);
  setTimeout(() => {
    clearInterval(look);
    done();
  }, SESSION_WAIT_MS);
});
poster.start();
void welcomed.then(() => picture.start());

const named = fetch(`/api/v1/tables/${encodeURIComponent(table)}`)
  .then(answer)
  .then((body) => {
    const told = body as { game?: string; program?: { signal?: string | null } };
    game = told.game ?? game;
    slate = told.program?.signal === null;
    resize();
  })
  .catch(() => undefined)
  .then(() => firstBuild(null));
void Promise.race([named, new Promise((done) => setTimeout(done, MANIFEST_WAIT_MS))]).then(() => control.start());
