// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { create as salon } from "../../src/players/roulette-1/index.js";
import { create as lounge } from "../../src/players/roulette-2/index.js";
import type { Item, ServerMessage } from "../../src/protocol/messages.js";
import type { Build, BuildModule, Host, RoundView, Slip, TableView, Toast } from "../../src/shell/contract.js";
import { layout } from "../../src/shell/geometry.js";
import { initial } from "../../src/shell/table.js";

const round = (more: Partial<RoundView> = {}): RoundView => ({ round: "48213", phase: "open", openedAt: 0, closesAt: 20_000_000, calcVer: "roulette-1.0.0", result: null, reason: "", ...more });
const slip = (key: string, items: readonly Item[], state: Slip["state"] = "accepted"): Slip => ({ key, bet: `b${key}`, round: "48213", state, items });
const red = { spot: "red", stakeMinor: 500 };

describe.each([
  ["Salon", salon, "roulette-1.4.2"],
  ["Lounge", lounge, "roulette-2.1.0"],
] as [string, BuildModule["create"], string][])("%s", (name, create, buildId) => {
  let now: number;
  let state: TableView;
  let placed: (readonly Item[])[];
  let undone: string[];
  let toasts: Toast[];
  let said: string[];
  let host: Host;
  let build: Build;

  const $ = (selector: string) => host.root.querySelector(selector) as HTMLElement;
  const change = (more: Partial<TableView>, cause: ServerMessage | null = null) => {
    state = { ...state, ...more };
    build.update(state, cause);
  };

  beforeEach(async () => {
    now = 9_000_001;
    state = { ...initial("roulette-1"), balanceMinor: 92_800, round: round(), lastResults: [{ pocket: 26 }, { pocket: 14 }, { pocket: 0 }], badge: { buildId, semver: buildId.split("-")[1] ?? "", name, pending: null } };
    placed = [];
    undone = [];
    toasts = [];
    said = [];
    document.body.replaceChildren();
    const element = document.createElement("div");
    document.body.append(element);
    host = {
      root: element.attachShadow({ mode: "open" }),
      buildId,
      semver: buildId.split("-")[1] ?? "",
      view: () => state,
      geometry: () => layout({ width: 1280, height: 720, game: "roulette", safe: { top: 0, right: 0, bottom: 0, left: 0 } }),
      now: () => now,
      reducedMotion: () => false,
      place: (items) => (placed.push(items), true),
      undo: (key) => (undone.push(key), true),
      toast: (toast) => toasts.push(toast),
      say: (text) => said.push(text),
    };
    build = create(host);
    await build.prepare(state);
    build.activate({});
    return () => build.dispose();
  });

  it("shows the state in words, seconds and attributes", () => {
    expect(build.name).toBe(name);
    expect($(".words strong").dataset.state).toBe("open");
    expect($(".words strong").textContent).toBe("Place your bets");
    expect($("[data-countdown]").dataset.countdown).toBe("11");
    expect($("[data-balance]").dataset.balance).toBe("92800");
    expect($("[data-balance]").textContent).toBe("€928.00");
    expect($("[data-build]").dataset.build).toBe(buildId);
    expect($(".badge").textContent).toBe(`${host.semver} ${name}`);
    expect([...host.root.querySelectorAll(".hist li")].map((li) => (li as HTMLElement).dataset.result)).toEqual(["26", "14", "0"]);
  });

  it("has all 157 spots and the whole rack", () => {
    expect(host.root.querySelectorAll("button[data-spot]")).toHaveLength(157);
    expect([...host.root.querySelectorAll("[data-chip]")].map((c) => c.textContent)).toEqual(["1", "5", "25", "100", "500", "1k"]);
  });

  it("places the chosen chip, one slip for each put down", () => {
    $('[data-spot="straight:17"]').click();
    $('[data-chip="2500"]').click();
    $('[data-spot="corner:8-9-11-12"]').click();
    expect(placed).toEqual([[{ spot: "straight:17", stakeMinor: 500 }], [{ spot: "corner:8-9-11-12", stakeMinor: 2_500 }]]);
  });

  it("takes back the last slip, doubles all, bets again", () => {
    change({ slips: [slip("a", [red]), slip("b", [{ spot: "odd", stakeMinor: 100 }, red])] });
    $(".undo").click();
    expect(undone).toEqual(["b"]);
    $(".double").click();
    expect(placed).toEqual([[{ spot: "red", stakeMinor: 1_000 }, { spot: "odd", stakeMinor: 100 }]]);
    change({ slips: [], lastStakes: [red] });
    expect($(".rebet").getAttribute("aria-label")).toBe("Rebet €5");
    $(".rebet").click();
    expect(placed[1]).toEqual([red]);
  });

  it("takes nothing once the countdown is over, though the server still would", () => {
    now = 20_000_000;
    $('[data-spot="red"]').click();
    change({ slips: [slip("a", [red])], lastStakes: [red] });
    $(".undo").click();
    $(".double").click();
    expect([placed, undone]).toEqual([[], []]);
    expect($(".undo").getAttribute("aria-disabled")).toBe("true");
  });

  it("says at once that a chip is too dear, and sends nothing", () => {
    change({ balanceMinor: 400 });
    $('[data-spot="straight:17"]').click();
    expect(placed).toEqual([]);
    expect(toasts).toEqual([{ kind: "bad", title: "Not enough balance", detail: "€4.00 left, the bet is €5.00." }]);
    expect($('[data-chip="500"]').classList.contains("off")).toBe(true);
    expect($('[data-chip="500"]').getAttribute("aria-label")).toBe("Chip €5, more than your balance");
  });

  it("puts a refusal into words", () => {
    const refused = { type: "bet.rejected", seq: 2, tableTime: 0, body: { idempotencyKey: "k", round: "48213", state: "refused", items: [{ spot: "straight:17", stakeMinor: 500 }], code: "betting_closed" } } as const;
    change({}, refused);
    change({}, { ...refused, body: { ...refused.body, items: [], code: "betting_closed" } });
    change({}, { ...refused, body: { ...refused.body, code: "brand_new_code" } });
    expect(toasts.map((t) => [t.title, t.detail])).toEqual([
      ["Bet refused: betting has closed", "€5.00 on 17 was not taken."],
      ["Bet stays on", "It could not be taken back."],
      ["Bet refused", "€5.00 on 17 was not taken."],
    ]);
  });

  it("shows the result, then what it means: the net of a win", () => {
    change({ round: round({ phase: "resulted", result: { pocket: 17 } }), slips: [slip("a", [{ spot: "straight:17", stakeMinor: 500 }])] });
    expect($(".rev").dataset.result).toBe("17");
    expect($(".rev").classList.contains("gone")).toBe(false);
    expect($(".rev .a").textContent).toBe("Black · Odd · 1–18 · 2nd dozen");
    expect($(".rev .w").textContent).toBe("");
    const outcome = { round: "48213", kind: "settled", result: { pocket: 17 }, stakedMinor: 7_100, returnedMinor: 26_000, netMinor: 18_900, reason: "", at: now } as const;
    change({ round: round({ phase: "settled", result: { pocket: 17 } }), outcome });
    expect($(".rev .w").textContent).toBe("+€189.00");
    expect($(".rev .d").textContent).toBe("returned €260.00 · staked €71.00");
    expect(said.at(-1)).toBe("17 black, you are up €189.00");
    now += 4_100_000;
    build.update(state, null);
    expect($(".rev").classList.contains("gone")).toBe(true);
  });

  it("never celebrates a return below the stake", () => {
    const outcome = { round: "48213", kind: "settled", result: { pocket: 3 }, stakedMinor: 7_100, returnedMinor: 3_600, netMinor: -3_500, reason: "", at: now } as const;
    change({ round: round({ phase: "settled", result: { pocket: 3 } }), outcome });
    expect($(".rev .w").textContent).toBe("No win");
    expect($(".rev .w").classList.contains("up")).toBe(false);
    expect($(".rev .d").textContent).toBe("returned €36.00 · staked €71.00");
    change({ outcome: { ...outcome, returnedMinor: 0, netMinor: -7_100 }, balanceMinor: 92_900 });
    expect($(".rev .d").textContent).toBe("staked €71.00 · balance €929.00");
    expect(said.at(-1)).toBe("3 red, you are down €71.00");
  });

  it("gives a void round back in words, the amount first", () => {
    const outcome = { round: "48213", kind: "void", result: null, stakedMinor: 7_100, returnedMinor: 7_100, netMinor: 0, reason: "ball_left_wheel", at: now } as const;
    change({ round: round({ phase: "voided", reason: "ball_left_wheel" }), outcome, slips: [slip("a", [red], "void")] });
    now += 60_000_000;
    build.update(state, null);
    expect($(".rev").classList.contains("gone")).toBe(false);
    expect($(".rev .w").textContent).toBe("Round void: €71.00 returned");
    expect($(".rev .d").textContent).toBe("The ball left the wheel · Round 48,213");
    expect($("[data-total-bet]").dataset.totalBet).toBe("0");
  });

  it("says the phases aloud, each once", () => {
    now = 16_500_000;
    build.update(state, null);
    build.update(state, null);
    change({ round: round({ phase: "closed" }) });
    expect(said).toEqual(["Place your bets, 11 seconds", "4 seconds", "No more bets"]);
  });

  it("keeps its elements when a balance grows to nine digits", () => {
    const before = [...host.root.querySelectorAll("*")].length;
    change({ balanceMinor: 123_456_789 });
    expect($("[data-balance]").textContent).toBe("€1,234,567.89");
    expect([...host.root.querySelectorAll("*")]).toHaveLength(before);
  });

  it("shows which build waits for this round to end", () => {
    change({ badge: { ...state.badge, pending: "2.1.1" } });
    expect($(".badge").textContent).toBe("2.1.1 after this round");
    expect($(".badge").classList.contains("pending")).toBe(true);
  });

  it("hands chip and focus to its successor", async () => {
    $('[data-chip="10000"]').click();
    $('[data-spot="corner:8-9-11-12"]').focus();
    const carry = build.snapshot();
    expect(carry).toEqual({ chipMinor: 10_000, focus: "spot corner:8-9-11-12" });
    const element = document.createElement("div");
    document.body.append(element);
    const root = element.attachShadow({ mode: "open" });
    const next = (name === "Salon" ? lounge : salon)({ ...host, root });
    await next.prepare(state);
    next.activate(carry);
    expect(root.querySelector("[aria-checked=true]")?.getAttribute("data-chip")).toBe("10000");
    expect((root.activeElement as HTMLElement).dataset.spot).toBe("corner:8-9-11-12");
    next.dispose();
    expect(root.querySelector(".b")).toBeNull();
  });

  it("lays itself out on a phone, upright and on its side", () => {
    const safe = { top: 0, right: 0, bottom: 34, left: 0 };
    build.resize(layout({ width: 360, height: 740, game: "roulette", safe }));
    expect($(".b").dataset.mode).toBe("portrait");
    expect($(".felt").classList.contains("vertical")).toBe(true);
    expect(parseFloat($(".felt").style.width)).toBeLessThanOrEqual(360);
    build.resize(layout({ width: 844, height: 390, game: "roulette", safe }));
    expect($(".felt").style.width).toBe("532px");
    expect($(".badge").textContent).toBe(host.semver);
  });
});

describe("the racetrack of the Lounge", () => {
  it("bets a number with two neighbours on each side in one slip", () => {
    const placed: (readonly Item[])[] = [];
    const element = document.createElement("div");
    document.body.append(element);
    const state: TableView = { ...initial("roulette-1"), balanceMinor: 92_800, round: round(), badge: { buildId: "", semver: "", name: "", pending: null } };
    const root = element.attachShadow({ mode: "open" });
    const build = lounge({
      root,
      buildId: "roulette-2.1.0",
      semver: "2.1.0",
      view: () => state,
      geometry: () => layout({ width: 1280, height: 720, game: "roulette", safe: { top: 0, right: 0, bottom: 0, left: 0 } }),
      now: () => 1_000_000,
      reducedMotion: () => true,
      place: (items) => (placed.push(items), true),
      undo: () => true,
      toast: () => undefined,
      say: () => undefined,
    });
    void build.prepare(state);
    build.activate({});
    root.querySelector('[data-n="17"]')?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    root.querySelector('[data-sector="voisins"]')?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect(placed[0]?.map((i) => i.spot)).toEqual(["straight:2", "straight:25", "straight:17", "straight:34", "straight:6"]);
    expect(placed[1]).toHaveLength(7);
    expect(placed[1]?.[0]).toEqual({ spot: "trio:0-2-3", stakeMinor: 1_000 });
    build.dispose();
  });
});
