// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { Felt, type FeltView } from "../../src/players/roulette/felt.js";
import { horizontal, vertical } from "../../src/players/roulette/plan.js";
import { SPOTS } from "../../src/players/roulette/spots.js";
import { moneyOf } from "../../src/protocol/money.js";

const plan = horizontal({ zero: 54, cellW: 57, cellH: 40, column: 54, gutter: 9, outsideH: 27, inset: 0, chip: 26 });
const view = (more: Partial<FeltView> = {}): FeltView => ({ stakes: new Map(), exponent: 2, money: moneyOf("EUR", 2), open: true, pocket: null, ...more });

describe("the felt on the page", () => {
  let placed: string[];
  let taken: number;
  let felt: Felt;
  const button = (name: string) => felt.element.querySelector<HTMLButtonElement>(`[data-spot="${name}"]`) as HTMLButtonElement;
  const key = (name: string, shiftKey = false) => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: name, shiftKey, bubbles: true }));
  const focused = () => (document.activeElement as HTMLElement).dataset.spot;

  beforeEach(() => {
    placed = [];
    taken = 0;
    felt = new Felt(plan, { place: (spot) => placed.push(spot.name), takeBack: () => taken++, chipMinor: () => 500 });
    document.body.replaceChildren(felt.element);
    felt.show(view());
  });

  it("has a button for each of the 157 spots, one of them a tab stop", () => {
    const buttons = [...felt.element.querySelectorAll("button")];
    expect(buttons.map((b) => b.dataset.spot).sort()).toEqual(SPOTS.map((s) => s.name).sort());
    expect(buttons.filter((b) => b.tabIndex === 0).map((b) => b.dataset.spot)).toEqual(["straight:17"]);
  });

  it("places a chip on whichever is clicked", () => {
    for (const spot of SPOTS) {
      button(spot.name).click();
    }
    expect(placed).toEqual(SPOTS.map((s) => s.name));
  });

  it("names each with its payout and stake", () => {
    felt.show(view({ stakes: new Map([["corner:8-9-11-12", 500]]) }));
    expect(button("corner:8-9-11-12").getAttribute("aria-label")).toBe("Corner 8 9 11 12, pays 8 to 1, €5 on it");
    expect(SPOTS.every((s) => (button(s.name).getAttribute("aria-label") ?? "") !== "")).toBe(true);
  });

  it("walks by arrows, jumps to typed numbers, takes back by backspace", () => {
    felt.focus("straight:17");
    key("ArrowRight");
    expect(focused()).toBe("split:17-20");
    key("ArrowDown");
    expect(focused()).toBe("corner:16-17-19-20");
    key("ArrowRight", true);
    expect(focused()).toBe("corner:19-20-22-23");
    key("3");
    key("6");
    expect(focused()).toBe("straight:36");
    for (const digit of "0/2") {
      felt.element.dispatchEvent(new KeyboardEvent("keydown", { key: digit, bubbles: true }));
    }
    expect(["split:0-2", "straight:2"]).toContain(focused());
    key("Backspace");
    expect(taken).toBe(1);
  });

  it("turns the arrows with the felt", () => {
    felt.plan(vertical({ evenW: 60, dozenW: 54, cellW: 86, rowH: 30, inset: 0, chip: 24 }));
    felt.focus("straight:17");
    key("ArrowDown");
    expect(focused()).toBe("split:17-20");
    felt.focus("straight:17");
    key("ArrowRight");
    expect(focused()).toBe("split:17-18");
  });

  it("prints the total on a spot's chip and takes it away when it is gone", () => {
    felt.show(view({ stakes: new Map([["red", 2_500]]) }));
    expect([...felt.element.querySelectorAll(".onfelt")].filter((c) => !c.closest(".loupe")).map((c) => c.textContent)).toEqual(["25"]);
    felt.show(view());
    expect(felt.element.querySelectorAll(".felt > .onfelt")).toHaveLength(0);
  });

  it("marks what won and what lost", () => {
    felt.show(view({ open: false, pocket: 17, stakes: new Map([["straight:17", 500], ["red", 500]]) }));
    expect(button("straight:17").classList.contains("win")).toBe(true);
    expect(["black", "odd", "low", "dozen:2", "column:2"].every((name) => button(name).classList.contains("won"))).toBe(true);
    expect(button("red").classList.contains("won")).toBe(false);
    expect([...felt.element.querySelectorAll(".onfelt")].map((c) => c.classList.contains("won")).sort()).toEqual([false, true]);
  });

  it("dims between the close and the result", () => {
    felt.show(view({ open: false }));
    expect(felt.element.classList.contains("dim")).toBe(true);
    felt.show(view({ open: false, pocket: 3 }));
    expect(felt.element.classList.contains("dim")).toBe(false);
    felt.show(view());
    expect(felt.element.classList.contains("shut")).toBe(false);
  });
});
