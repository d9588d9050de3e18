import { describe, expect, it } from "vitest";
import { alertsOf, cadenceOf, cutObstacle, cutPhase, ggrOf, keyAction, nameOf, previewOf, resultWords, rollBackTarget, rowOf, Series, sourcesOf, span, waitedSeconds, withRow, type Cut, type Handover, type KeyPress, type Rollout, type RoundRow } from "../../src/console/state.js";
import type { Signal, SignalState, Table } from "../../src/live/tables.js";
import type { Bet, Round } from "../../src/protocol/messages.js";

const signal = (name: string, state: SignalState = "live"): Signal => ({ signal: name, state, onAir: false, codec: "h264", width: 1280, height: 720, fps: 30 });
const table = (onAir: string | null, ...signals: Signal[]): Table => ({ table: "roulette-1", game: "roulette", program: { signal: onAir, since: 1 }, signals, round: null, calcVer: "roulette-1.0.0", viewers: 2 });
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more });
const two = table("cam-a", signal("cam-a"), signal("cam-b"));

describe("sources", () => {
  it("have the keys 1 to 9, and the slate has none", () => {
    const ten = table("s1", ...Array.from({ length: 10 }, (_, i) => signal(`s${i + 1}`)));
    expect(sourcesOf(ten, "s2").map((s) => s.key)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", null, null]);
    expect(sourcesOf(two, "cam-b").map((s) => [s.name, s.onAir, s.onPreview])).toEqual([
      ["cam-a", true, false],
      ["cam-b", false, true],
      ["slate", false, false],
    ]);
  });

  it("show the slate on air when nothing else is", () => {
    expect(sourcesOf(table(null, signal("cam-a", "lost")), null).at(-1)).toMatchObject({ name: "slate", onAir: true });
  });

  it("put the next live one on preview by themselves", () => {
    expect(previewOf(two, null)).toBe("cam-b");
    expect(previewOf(two, "cam-a")).toBe("cam-a");
    expect(previewOf(two, "gone")).toBe("cam-b");
    expect(previewOf(table("cam-a", signal("cam-a"), signal("cam-b", "lost"), signal("cam-c")), null)).toBe("cam-c");
    expect(previewOf(table(null), null)).toBeNull();
  });
});

describe("keys", () => {
  it("put a source on preview, cut, abort", () => {
    expect(keyAction(press("2"), two, false)).toEqual({ type: "preview", signal: "cam-b" });
    expect(keyAction(press("a"), two, false)).toEqual({ type: "cut" });
    expect(keyAction(press("A"), two, false)).toEqual({ type: "cut" });
    expect(keyAction(press("Escape"), two, false)).toEqual({ type: "abort" });
  });

  it("mean nothing where there is no such source, while somebody types, with a modifier, held down", () => {
    expect(keyAction(press("3"), two, false)).toBeNull();
    expect(keyAction(press("0"), two, false)).toBeNull();
    expect(keyAction(press("a"), two, true)).toBeNull();
    expect(keyAction(press("a", { ctrlKey: true }), two, false)).toBeNull();
    expect(keyAction(press("a", { metaKey: true }), two, false)).toBeNull();
    expect(keyAction(press("a", { repeat: true }), two, false)).toBeNull();
    expect(keyAction(press("1"), null, false)).toBeNull();
  });
});

describe("a cut", () => {
  const asked: Cut = { to: "cam-b", pressedAt: 1e6, handover: null, endedAt: null, failure: null };
  const handover: Handover = { id: "h", table: "roulette-1", from: "cam-a", to: "cam-b", by: "op", state: "commit", at: 1, agreedCapture: null, reason: null };

  it("is armed from the press to its end", () => {
    expect(cutPhase(null)).toBe("ready");
    expect(cutPhase(asked)).toBe("armed");
    expect(cutPhase({ ...asked, handover })).toBe("armed");
    expect(cutPhase({ ...asked, handover: { ...handover, state: "switched" } })).toBe("done");
    expect(cutPhase({ ...asked, handover: { ...handover, state: "aborted" } })).toBe("failed");
    expect(cutPhase({ ...asked, failure: "no" })).toBe("failed");
  });

  it("waits from the press to its end, not longer", () => {
    expect(waitedSeconds(asked, 1.75e6)).toBe(0.75);
    expect(waitedSeconds({ ...asked, endedAt: 1.5e6 }, 9e6)).toBe(0.5);
  });

  it("is refused in words before the gateway is asked", () => {
    expect(cutObstacle(two, "cam-b", null)).toBeNull();
    expect(cutObstacle(two, "cam-a", null)).toBe("cam-a is on air already");
    expect(cutObstacle(two, null, null)).toMatch(/keys 1 to 9/);
    expect(cutObstacle(table("cam-a", signal("cam-a"), signal("cam-b", "stale")), "cam-b", null)).toBe("cam-b gives no picture");
    expect(cutObstacle(table("cam-a", signal("cam-a"), { ...signal("cam-b"), codec: "vp8", reason: "codec" }), "cam-b", null)).toBe("cam-b is in another codec than the program");
    const large = { ...signal("cam-b"), cut: { verdict: "incompatible", reason: "resolution" } as const };
    expect(cutObstacle(table("cam-a", signal("cam-a"), large), "cam-b", null)).toBe("cam-b cannot be shown: larger than the program may be");
    const other = { ...signal("cam-b"), cut: { verdict: "reconfigures" } as const };
    expect(cutObstacle(table("cam-a", signal("cam-a"), other), "cam-b", null)).toBeNull();
    expect(cutObstacle(two, "cam-b", asked)).toBe("waits for the next keyframe of cam-b");
  });
});

describe("rounds", () => {
  const round = (id: string, state: string, openedAt: number, bets?: readonly Bet[]): Round & { bets?: readonly Bet[] } => ({ round: id, table: "roulette-1", state, calcVer: "roulette-1.0.0", rulesHash: "", openedAt, closesAt: openedAt + 20e6, result: null, ...(bets ? { bets } : {}) });
  const bet = (state: Bet["state"], ...items: (readonly [stake: number, credit?: number])[]): Bet => ({ idempotencyKey: "k", round: "r", state, items: items.map(([stakeMinor, creditMinor]) => ({ spot: "red", stakeMinor, ...(creditMinor === undefined ? {} : { creditMinor }) })) });

  it("count bets that stand, with their stakes and payouts", () => {
    const row = rowOf(round("r", "settled", 0, [bet("settled", [500, 1000], [200, 0]), bet("refused", [900]), bet("cancelled", [100]), bet("settled", [100, 0])]));
    expect(row).toMatchObject({ bets: 2, stakesMinor: 800, creditMinor: 1000 });
    expect(ggrOf(row)).toBe(-200);
  });

  it("have no figures before they were asked for, and GGR only once settled", () => {
    expect(rowOf(round("r", "betting", 0))).toMatchObject({ bets: null, stakesMinor: null });
    expect(ggrOf(rowOf(round("r", "betting", 0, [bet("accepted", [100])])))).toBeNull();
    expect(ggrOf(rowOf(round("r", "void", 0, [bet("void", [100])])))).toBe(0);
    expect(ggrOf(rowOf(round("r", "settled", 0)))).toBeNull();
  });

  it("stand newest first and keep figures that a later message lacks", () => {
    let rows: RoundRow[] = [];
    rows = withRow(rows, rowOf(round("r1", "settled", 0, [bet("settled", [100, 0])])));
    rows = withRow(rows, rowOf(round("r2", "betting", 42e6, [bet("accepted", [300])])));
    rows = withRow(rows, rowOf(round("r2", "closed", 42e6)));
    expect(rows.map((r) => [r.round, r.state, r.stakesMinor])).toEqual([
      ["r2", "closed", 300],
      ["r1", "settled", 100],
    ]);
  });

  it("tell their pace by the middle gap, without pauses", () => {
    const rows = [1000, 126, 84, 42, 0].map((s, i) => rowOf(round(`r${i}`, "settled", s * 1e6)));
    expect(cadenceOf(rows)).toBe(42);
    expect(cadenceOf(rows.slice(0, 1))).toBeNull();
  });

  it("write results of both games", () => {
    expect(resultWords({ pocket: 0 })).toBe("0");
    expect(resultWords({ player: ["6H", "KS"], banker: ["2D", "3C", "9H"] })).toBe("Player 6:4");
    expect(resultWords(null)).toBe("–");
  });
});

describe("builds", () => {
  const rollout = (id: string, at: number, more: Partial<Rollout> = {}): Rollout => ({ id, game: "roulette", build: "roulette-2.1.0", from: "roulette-1.4.2", state: "complete", by: "op", at, ready: 0, failed: 0, lastFailure: null, ...more });

  it("are named by their file", () => {
    expect(nameOf({ game: "roulette", entry: "roulette-salon.0a1b.js" })).toBe("Salon");
    expect(nameOf({ game: "roulette", entry: "/assets/roulette-lounge.ff.js" })).toBe("Lounge");
    expect(nameOf({ game: "roulette", entry: "entry.js" })).toBe("");
  });

  it("are rolled back only from the newest rollout, and only where there was one before", () => {
    expect(rollBackTarget([rollout("1", 10), rollout("2", 20)], "roulette")?.id).toBe("2");
    expect(rollBackTarget([rollout("1", 10), rollout("2", 20, { state: "rolled_back" })], "roulette")).toBeNull();
    expect(rollBackTarget([rollout("1", 10, { from: null })], "roulette")).toBeNull();
    expect(rollBackTarget([rollout("1", 10)], "baccarat")).toBeNull();
  });
});

describe("alerts", () => {
  it("name what is wrong and whether it is on air", () => {
    const alerts = alertsOf([table("cam-a", signal("cam-a"), { ...signal("cam-b", "refused"), reason: "b_frames" })], true, []);
    expect(alerts).toEqual([{ key: "signal roulette-1 cam-b refused", title: "cam-b refused", table: "roulette-1", detail: "B-frames: the encoder must not make them · not on air" }]);
  });

  it("tell of a slate, a held round, builds that went back, and silence", () => {
    const held: Table = { ...table(null, signal("cam-a")), round: { round: "roulette-1-7", table: "roulette-1", state: "held", calcVer: "", rulesHash: "", openedAt: 0, closesAt: 0 } };
    const failed: Rollout = { id: "1", game: "roulette", build: "roulette-2.1.0", from: null, state: "complete", by: "op", at: 0, ready: 5, failed: 2, lastFailure: "threw" };
    expect(alertsOf([held], false, [failed]).map((a) => a.title)).toEqual(["The gateway does not answer", "roulette-1-7 held", "Nothing on air", "roulette-2.1.0: 2 pages went back"]);
    expect(alertsOf([two], true, [])).toEqual([]);
  });

  it("tell their age shortly", () => {
    expect([14e6, 134e6, 3780e6, -5].map(span)).toEqual(["14 s", "2 min 14 s", "1 h 3 min", "0 s"]);
  });
});

describe("a series", () => {
  it("keeps a fixed number of points and its range", () => {
    const series = new Series(3);
    [9, 1, null, 4].forEach((v) => series.add(v));
    expect(series.points).toEqual([1, null, 4]);
    expect(series.range()).toEqual({ low: 1, high: 4 });
    expect(series.last).toBe(4);
    expect(new Series(3).range()).toBeNull();
  });

  it("draws gaps as gaps, newest at the right edge, nothing above the top", () => {
    const series = new Series(5);
    [10, null, 0, 20].forEach((v) => series.add(v));
    expect(series.path(100, 50, 10)).toBe("M25.0 0.0M75.0 50.0L100.0 0.0");
  });
});
