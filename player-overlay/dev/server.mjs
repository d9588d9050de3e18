// The player against a server of paper: pages and builds from target/, a round that runs by the clock or by hand.
//   npm run build && npm run dev            → http://127.0.0.1:5180/play/roulette-1
//   STILL=/path/picture.png npm run dev     → with that picture as the video
//   curl -X POST '127.0.0.1:5180/dev/do?open' (close, result=17, hold, void, swap, slate, live, drop, balance=123456789, auto)
import { Buffer } from "node:buffer";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzip } from "../scripts/zip.mjs";
import { accept } from "./ws.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGES = join(ROOT, "target/classes/dev/croupier/overlay");
const PORT = Number(process.env.PORT ?? 5180);
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".png": "image/png", ".json": "application/json" };
const RED = new Set([1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36]);

const assets = new Map();
const builds = [];
for (const file of readdirSync(join(ROOT, "target/builds"))) {
  const files = unzip(readFileSync(join(ROOT, "target/builds", file)));
  const { buildId, semver, game, contractVer, entry, integrity } = JSON.parse(files.get("descriptor.json").toString());
  builds.push({ buildId, semver, game, contractVer, entry, integrity });
  assets.set(entry, files.get(entry));
}
let current = process.env.BUILD ?? builds[0]?.buildId;

// ---- the round

const started = Date.now() * 1000 - Math.round(process.uptime() * 1e6);
const now = () => started + Math.round(process.uptime() * 1e6);
const peers = new Set();
const bets = new Map();
let balance = 100000;
let number = 48212;
let round = null;
let auto = process.env.AUTO !== "0";
let lastResults = [26, 8, 14, 33, 0, 19, 22, 7, 7, 30].map((pocket) => ({ pocket }));

function emit(peer, type, body) {
  peer.send(JSON.stringify({ type, contractVer: 1, eventVer: 1, seq: ++peer.seq, tableTime: now(), body }));
}
const all = (type, body) => peers.forEach((peer) => emit(peer, type, body));

function covers(spot, pocket) {
  const [kind, rest] = spot.split(":");
  const numbers = (rest ?? "").split("-").map(Number);
  switch (kind) {
    case "dozen": return pocket > 0 && Math.ceil(pocket / 12) === numbers[0] ? 3 : 0;
    case "column": return pocket > 0 && (pocket - numbers[0]) % 3 === 0 ? 3 : 0;
    case "red": return RED.has(pocket) ? 2 : 0;
    case "black": return pocket > 0 && !RED.has(pocket) ? 2 : 0;
    case "odd": return pocket % 2 === 1 ? 2 : 0;
    case "even": return pocket > 0 && pocket % 2 === 0 ? 2 : 0;
    case "low": return pocket > 0 && pocket <= 18 ? 2 : 0;
    case "high": return pocket >= 19 ? 2 : 0;
    case "first_four": return pocket <= 3 ? 9 : 0;
    default: return numbers.includes(pocket) ? 36 / numbers.length : 0;
  }
}

const stake = (bet) => bet.items.reduce((sum, item) => sum + item.stakeMinor, 0);

const act = {
  open(seconds = 20) {
    number++;
    bets.clear();
    const at = now();
    round = { round: String(number), table: "roulette-1", state: "betting", calcVer: "roulette-1.0.0", rulesHash: "00", limitsVer: "1", openedAt: at, closesAt: at + Number(seconds || 20) * 1e6, displayClosesAt: at + Number(seconds || 20) * 1e6 - 300000, result: null };
    all("round.opened", round);
  },
  close() {
    round.state = "closed";
    all("round.closed", { round: round.round, at: now() });
  },
  result(pocket) {
    const value = pocket === undefined || pocket === "" ? Math.floor(Math.random() * 37) : Number(pocket);
    round.state = "result";
    round.result = { pocket: value };
    lastResults = [{ pocket: value }, ...lastResults].slice(0, 20);
    all("round.result", { round: round.round, result: round.result, frame: now() });
    setTimeout(() => {
      round.state = "settled";
      const settled = [...bets.values()].filter((bet) => bet.state === "accepted").map((bet) => ({ ...bet, state: "settled", items: bet.items.map((item) => ({ ...item, creditMinor: item.stakeMinor * covers(item.spot, value) })) }));
      const credit = settled.reduce((sum, bet) => sum + bet.items.reduce((s, item) => s + item.creditMinor, 0), 0);
      const staked = settled.reduce((sum, bet) => sum + stake(bet), 0);
      balance += credit;
      all("round.settled", { round: round.round, calcVer: round.calcVer, rulesHash: "00", clientBuild: current, bets: settled, netMinor: credit - staked, balanceMinor: balance });
    }, 700);
  },
  hold: () => all("round.held", { round: round.round, reason: "sensor_mismatch" }),
  void() {
    round.state = "void";
    const refunds = [...bets.values()].filter((bet) => bet.state === "accepted");
    balance += refunds.reduce((sum, bet) => sum + stake(bet), 0);
    all("round.voided", { round: round.round, reason: "ball_left_wheel", refunds });
    all("balance", { balanceMinor: balance, currency: "EUR", because: "round.voided" });
  },
  swap() {
    const next = builds[(builds.findIndex((b) => b.buildId === current) + 1) % builds.length];
    current = next.buildId;
    all("build.available", next);
  },
  broken() {
    const next = builds.find((b) => b.buildId !== current);
    all("build.available", { ...next, integrity: `sha384-${Buffer.alloc(48).toString("base64")}` });
  },
  slate: () => all("table.status", { state: "slate", signal: null }),
  live: () => all("table.status", { state: "live", signal: "cam-a" }),
  drop: () => peers.forEach((peer) => peer.close(4008)),
  balance(minor) {
    balance = Number(minor);
    all("balance", { balanceMinor: balance, currency: "EUR", because: "deposit" });
  },
  auto: () => (auto = true),
  manual: () => (auto = false),
};

setInterval(() => {
  if (!auto) return;
  const at = now();
  if (round === null) act.open();
  else if (round.state === "betting" && at > round.closesAt) act.close();
  else if (round.state === "closed" && at > round.closesAt + 6e6) act.result();
  else if ((round.state === "settled" || round.state === "void") && at > round.closesAt + 14e6) act.open();
}, 100);

function placed(peer, { idempotencyKey, round: id, items }) {
  const known = bets.get(idempotencyKey);
  if (known) return emit(peer, known.state === "accepted" ? "bet.accepted" : "bet.rejected", known);
  const bet = { bet: `b-${idempotencyKey.slice(0, 8)}`, idempotencyKey, round: id, player: "me", clientBuild: current, items };
  const sum = items.reduce((s, item) => s + item.stakeMinor, 0);
  const over = items.some((item) => item.stakeMinor + [...bets.values()].filter((b) => b.state === "accepted").flatMap((b) => b.items).filter((i) => i.spot === item.spot).reduce((s, i) => s + i.stakeMinor, 0) > 200000);
  const code = round === null || round.round !== id ? "unknown_round" : round.state !== "betting" ? "betting_closed" : over ? "above_maximum" : sum > balance ? "insufficient_funds" : null;
  if (code === null) balance -= sum;
  const answer = { ...bet, state: code === null ? "accepted" : "refused", ...(code === null ? {} : { code }), balanceMinor: balance };
  bets.set(idempotencyKey, answer);
  emit(peer, code === null ? "bet.accepted" : "bet.rejected", answer);
}

function cancelled(peer, { idempotencyKey, bet, placeKey }) {
  const found = [...bets.values()].find((b) => b.bet === bet || b.idempotencyKey === placeKey);
  if (found && found.state === "accepted" && round.state === "betting") {
    found.state = "cancelled";
    balance += stake(found);
  }
  emit(peer, "bet.cancelled", { ...found, idempotencyKey, state: "cancelled", balanceMinor: balance });
}

// ---- doors

const json = (response, status, body) => {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
};

const server = createServer((request, response) => {
  const { pathname, search } = new URL(request.url, "http://dev");
  if (pathname === "/api/v1/demo/tokens") return json(response, 201, { token: "dev", expiresAt: now() + 3600e6 });
  if (pathname === "/api/v1/tables") return json(response, 200, [{ table: "roulette-1", game: "roulette" }]);
  if (pathname.startsWith("/api/v1/tables/")) return json(response, 200, { table: "roulette-1", game: "roulette", program: { signal: "cam-a", since: now() }, signals: [], round, calcVer: "roulette-1.0.0", viewers: 1 });
  if (pathname === "/api/v1/players/me/rounds") return json(response, 200, { rounds: [] });
  if (pathname.startsWith("/manifests/")) return json(response, 200, { game: "roulette", build: current, previous: [], builds });
  if (pathname.startsWith("/whep/")) {
    response.writeHead(201, { location: "/whep/sessions/dev", "content-type": "application/sdp" });
    return response.end("v=0\r\n");
  }
  if (pathname === "/dev/do") {
    const [name, value] = search.slice(1).split("=");
    act[name]?.(value);
    return json(response, 200, { done: name in act, round, balance });
  }
  if (pathname === "/dev/still" && process.env.STILL) return createReadStream(process.env.STILL).pipe(response);
  if (pathname === "/dev/picture.js") {
    response.writeHead(200, { "content-type": "text/javascript" });
    return response.end(readFileSync(join(ROOT, "dev/picture.js")));
  }
  const asset = assets.get(pathname.replace("/assets/", ""));
  if (asset) {
    response.writeHead(200, { "content-type": "text/javascript" });
    return response.end(asset);
  }
  const page = pathname === "/" ? "lobby.html" : pathname.startsWith("/play/") ? "play.html" : pathname === "/studio" ? "studio.html" : pathname.slice(1);
  const file = join(PAGES, page);
  if (!file.startsWith(PAGES) || !existsSync(file)) return json(response, 404, { code: "not_found" });
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  const bytes = readFileSync(file);
  response.end(page === "play.html" ? bytes.toString().replace("<head>", '<head><script src="/dev/picture.js"></script>') : bytes);
});

server.on("upgrade", (request, socket) => {
  const peer = accept(request, socket);
  if (request.url === "/time") {
    peer.onMessage = (ask) => {
      const t2 = now();
      const answer = Buffer.alloc(80);
      answer.set([1, 2, 0, 1]);
      ask.copy(answer, 4, 4, 16);
      answer.writeBigInt64BE(BigInt(t2), 16);
      answer.writeBigInt64BE(BigInt(now()), 24);
      answer.writeUInt32BE(200, 72);
      peer.send(answer);
    };
    return;
  }
  peer.seq = 0;
  peer.onMessage = (text) => {
    const { type, body } = JSON.parse(text);
    if (type === "hello") {
      peers.add(peer);
      const openBets = [...bets.values()].filter((bet) => bet.state === "accepted");
      emit(peer, "welcome", { session: `s-${Math.random().toString(36).slice(2)}`, build: current, resumed: false, snapshot: { table: "roulette-1", round, openBets, balanceMinor: balance, currency: "EUR", exponent: 2, limits: { minMinor: 100, maxMinor: 200000, stepMinor: 100 }, chips: [100, 500, 2500, 10000, 50000, 100000], lastResults, anchor: null } });
    } else if (type === "bet.place") placed(peer, body);
    else if (type === "bet.cancel") cancelled(peer, body);
    else if (type === "build.failed" || type === "build.ready") console.log(type, body);
  };
  peer.onClose = () => peers.delete(peer);
});

server.listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${PORT}/play/roulette-1`));
