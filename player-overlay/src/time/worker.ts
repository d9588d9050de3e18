import { decodeAnswer, encodeAsk } from "./exchange.js";
import { OffsetEstimator } from "./estimate.js";

/**
 * Asks the time server, away from the page's own work: a busy page would stamp the answers late.
 * Ten a second for the first ten seconds, then one; a burst again after a sleep or a new connection.
 */
const BURST = 100;
const FAST_MS = 100;
const SLOW_MS = 1000;
/** A timer this late means that the machine slept: delays measured across it mean nothing. */
const SLEPT_MS = 5000;

const estimator = new OffsetEstimator();
/** µs of this worker's clock on the scale of the page's, whose origin is another. */
const localMicros = () => (performance.timeOrigin + performance.now()) * 1000;

let url = "";
let socket: WebSocket | null = null;
let seq = 0;
let left = BURST;
let identity = "";
let lastTick = performance.now();
let retryMs = 500;

function connect(): void {
  const ws = new WebSocket(url);
  ws.binaryType = "arraybuffer";
  socket = ws;
  ws.onopen = () => {
    left = BURST;
    retryMs = 500;
  };
  ws.onmessage = (event: MessageEvent<ArrayBuffer>) => {
    const t4 = localMicros();
    const a = decodeAnswer(event.data);
    if (a === null) {
      return;
    }
    const who = `${a.clockId}/${a.epoch}`;
    if (who !== identity) {
      identity = who;
      estimator.reset();
    }
    estimator.add({ t1: a.t1, t2: a.t2, t3: a.t3, t4, serverError: a.bound + a.rootDispersion });
    postMessage({ estimate: estimator.estimate(t4), clockId: a.clockId, epoch: a.epoch });
  };
  ws.onclose = () => {
    socket = null;
    setTimeout(connect, retryMs * (0.5 + Math.random()));
    retryMs = Math.min(10_000, retryMs * 2);
  };
}

function tick(): void {
  const now = performance.now();
  if (now - lastTick > SLEPT_MS) {
    estimator.reset();
    left = BURST;
  }
  lastTick = now;
  if (socket?.readyState === WebSocket.OPEN) {
    seq++;
    socket.send(encodeAsk(seq, localMicros()));
    left = Math.max(0, left - 1);
  }
  setTimeout(tick, left > 0 ? FAST_MS : SLOW_MS);
}

onmessage = (event: MessageEvent<{ url?: string; wake?: boolean }>) => {
  if (event.data.url !== undefined) {
    url = event.data.url;
    connect();
    tick();
  }
  if (event.data.wake === true) {
    left = BURST;
  }
};
