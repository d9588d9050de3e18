import { describe, expect, it } from "vitest";
import type { ClientMessage, ServerMessage } from "../../src/protocol/messages.js";
import { ControlSocket, type Surroundings } from "../../src/transport/control.js";

/** A socket that does what the test says. */
class FakeSocket {
  readyState = 0;
  readonly sent: ClientMessage[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(code = 1005): void {
    this.gone(code);
  }

  opened(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  says(type: string, seq: number, body: object): void {
    this.onmessage?.({ data: JSON.stringify({ type, contractVer: 1, eventVer: 1, seq, tableTime: 1, body }) });
  }

  gone(code: number): void {
    if (this.readyState !== WebSocket.CLOSED) {
      this.readyState = WebSocket.CLOSED;
      this.onclose?.({ code });
    }
  }
}

interface Timer {
  readonly run: () => void;
  readonly ms: number;
  live: boolean;
}

class World {
  readonly sockets: FakeSocket[] = [];
  readonly timers: Timer[] = [];
  readonly messages: ServerMessage[] = [];
  readonly links: string[] = [];
  readonly tokens: boolean[] = [];
  readonly control: ControlSocket;

  constructor() {
    const around: Surroundings = {
      socket: () => {
        const socket = new FakeSocket();
        this.sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      timer: (run, ms) => {
        const timer = { run, ms, live: true };
        this.timers.push(timer);
        return () => (timer.live = false);
      },
      random: () => 1,
    };
    this.control = new ControlSocket(
      {
        url: "ws://x/ws",
        table: "roulette-1",
        token: (renew) => {
          this.tokens.push(renew);
          return Promise.resolve("t");
        },
        build: () => "roulette-1.4.2",
        onMessage: (m) => this.messages.push(m),
        onLink: (link, why) => this.links.push(why === "" ? link : `${link}: ${why}`),
        onStamp: () => undefined,
      },
      around,
    );
  }

  get socket(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }

  /** The pending wait before the next attempt. */
  get wait(): Timer | undefined {
    return this.timers.filter((t) => t.live && t.ms < 10_000).at(-1);
  }

  async connect(): Promise<void> {
    this.control.start();
    await Promise.resolve();
    await Promise.resolve();
    this.socket.opened();
  }

  async reconnect(): Promise<void> {
    const wait = this.wait as Timer;
    wait.live = false;
    wait.run();
    await Promise.resolve();
    await Promise.resolve();
    this.socket.opened();
  }

  welcome(seq = 1, more: object = {}): void {
    this.socket.says("welcome", seq, { session: "s1", build: null, resumed: false, snapshot: null, ...more });
  }
}

const place = (key: string): ClientMessage => ({ type: "bet.place", body: { idempotencyKey: key, round: "r", items: [{ spot: "red", stakeMinor: 100 }] } });

// Node 20 has none of its own.
Reflect.set(globalThis, "WebSocket", { OPEN: 1, CLOSED: 3 });

describe("the control socket", () => {
  it("says hello first, and nothing to a resume it does not have", async () => {
    const w = new World();
    await w.connect();
    expect(w.socket.sent).toEqual([{ type: "hello", contractVer: 1, body: { token: "t", table: "roulette-1", build: "roulette-1.4.2", contractVers: [1] } }]);
  });

  it("passes messages on in order once welcomed", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.socket.says("round.closed", 2, { round: "r", at: 1 });
    w.socket.says("table.weather", 3, {});
    w.socket.says("round.held", 4, { round: "r", reason: "x" });
    expect(w.messages.map((m) => m.type)).toEqual(["welcome", "round.closed", "round.held"]);
    expect(w.links).toEqual(["connecting", "open"]);
  });

  it("resumes with its session and last seq after a loss", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.socket.says("round.closed", 2, { round: "r", at: 1 });
    w.socket.gone(1006);
    await w.reconnect();
    expect(w.socket.sent[0]).toMatchObject({ type: "hello", body: { resume: { session: "s1", lastSeq: 2 } } });
    w.welcome(2, { resumed: true });
    w.socket.says("round.held", 3, { round: "r", reason: "x" });
    expect(w.messages.map((m) => m.type)).toEqual(["welcome", "round.closed", "welcome", "round.held"]);
  });

  it("starts afresh on a hole in seq: only a snapshot is right again", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.socket.says("round.held", 3, { round: "r", reason: "x" });
    expect(w.messages.map((m) => m.type)).toEqual(["welcome"]);
    await w.reconnect();
    expect(w.socket.sent[0]).not.toHaveProperty("body.resume");
  });

  it("starts afresh on a message it cannot read", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.socket.onmessage?.({ data: "{" });
    await w.reconnect();
    expect(w.socket.sent[0]).not.toHaveProperty("body.resume");
  });

  it("waits longer after each failure, with jitter, up to 8 s", async () => {
    const w = new World();
    await w.connect();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      w.socket.gone(1006);
      waits.push((w.wait as Timer).ms);
      await w.reconnect();
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it("gives up on a server that takes the connection and says nothing", async () => {
    const w = new World();
    await w.connect();
    const overdue = w.timers.find((t) => t.ms === 10_000) as Timer;
    overdue.run();
    expect(w.links.at(-1)).toBe("waiting: closed 1005");
  });

  it("sends unanswered commands again under their own keys, answered ones not", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.control.command("a", place("a"));
    w.control.command("b", place("b"));
    w.socket.says("bet.accepted", 2, { idempotencyKey: "a", round: "r", state: "accepted", items: [] });
    w.socket.gone(1006);
    await w.reconnect();
    w.welcome(1);
    expect(w.socket.sent.slice(1).map((m) => (m as { body: { idempotencyKey: string } }).body.idempotencyKey)).toEqual(["b"]);
    expect(w.socket.sent[1]).toMatchObject(place("b"));
  });

  it("keeps a command given while there is no connection, and sends it when there is", async () => {
    const w = new World();
    await w.connect();
    expect(w.control.command("a", place("a"))).toBe(true);
    expect(w.socket.sent).toHaveLength(1);
    w.welcome();
    expect(w.socket.sent).toHaveLength(2);
  });

  it("keeps what builds have to say until there is somebody to hear it, and lets figures go", async () => {
    const w = new World();
    await w.connect();
    w.control.tell({ type: "build.ready", body: { buildId: "roulette-1.4.2" } });
    w.control.tell({ type: "qos.report", body: { engine: "webrtc" } });
    w.welcome();
    expect(w.socket.sent.map((m) => m.type)).toEqual(["hello", "build.ready"]);
  });

  it("takes a cancel as answered by the answer to either of its names", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.control.command("c1", { type: "bet.cancel", body: { idempotencyKey: "c1", bet: "b1" } });
    w.control.command("c2", { type: "bet.cancel", body: { idempotencyKey: "c2", placeKey: "p2" } });
    w.socket.says("bet.cancelled", 2, { idempotencyKey: "other", bet: "b1", round: "r", state: "cancelled", items: [] });
    w.socket.says("bet.cancelled", 3, { idempotencyKey: "another", placeKey: "p2", round: "r", state: "cancelled", items: [] });
    w.socket.gone(1006);
    await w.reconnect();
    w.welcome(1);
    expect(w.socket.sent).toHaveLength(1);
  });

  it("tries again when the server is overloaded, and drops a command that is refused unstored", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.control.command("a", place("a"));
    w.socket.says("error", 2, { code: "overloaded", idempotencyKey: "a" });
    const again = w.wait as Timer;
    again.run();
    expect(w.socket.sent.filter((m) => m.type === "bet.place")).toHaveLength(2);
    w.socket.says("error", 3, { code: "malformed", idempotencyKey: "a" });
    again.run();
    expect(w.socket.sent.filter((m) => m.type === "bet.place")).toHaveLength(2);
  });

  it("holds no more than 256 unanswered commands", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    const taken = Array.from({ length: 300 }, (_, i) => w.control.command(`k${i}`, place(`k${i}`)));
    expect(taken.filter(Boolean)).toHaveLength(256);
  });

  it.each([
    [4003, "ended: forbidden"],
    [4009, "ended: replaced"],
    [4010, "ended: contract_retired"],
  ])("does not come back after %i", async (code, link) => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.socket.gone(code);
    expect(w.links.at(-1)).toBe(link);
    expect(w.wait).toBeUndefined();
  });

  it("comes back after 4001 with a new token and no resume", async () => {
    const w = new World();
    await w.connect();
    w.welcome();
    w.socket.gone(4001);
    await w.reconnect();
    expect(w.tokens).toEqual([false, true]);
    expect(w.socket.sent[0]).not.toHaveProperty("body.resume");
  });

  it("comes back at once when the network does", async () => {
    const w = new World();
    await w.connect();
    w.socket.gone(1006);
    w.control.hurry();
    await Promise.resolve();
    await Promise.resolve();
    expect(w.sockets).toHaveLength(2);
    w.control.hurry();
    expect(w.sockets).toHaveLength(2);
  });

  it("stays away once ended", async () => {
    const w = new World();
    await w.connect();
    w.control.end();
    expect(w.wait).toBeUndefined();
    expect(w.links.at(-1)).toBe("ended: left");
  });
});
