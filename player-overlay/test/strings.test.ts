import { describe, expect, it } from "vitest";
import { baccaratWords } from "../src/strings/baccarat.js";
import { cancelRefused, gameWords, otherRefusal, refusals, rouletteWords } from "../src/strings/games.js";
import { lobbyWords, studioWords } from "../src/strings/pages.js";
import { panelWords } from "../src/strings/panels.js";
import { shellWords } from "../src/strings/shell.js";

function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") {
    return [[path, value]];
  }
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([name, inner]) => texts(inner, `${path}.${name}`)) : [];
}

const context = { amount: "€5.00", spot: "17", min: "€1", max: "€200", step: "€1", balance: "€4.00" };

describe("the words", () => {
  it("are never empty, and never jargon to a player", () => {
    const all = texts({ shellWords, panelWords, gameWords, rouletteWords, baccaratWords, lobbyWords, cancelRefused }, "");
    expect(all.length).toBeGreaterThan(80);
    for (const [path, text] of [...all, ...texts(studioWords, "studio")]) {
      expect(text.trim(), path).not.toBe("");
    }
    for (const [path, text] of all) {
      expect(text, path).not.toMatch(/HLS|WebRTC|WHEP|SDP|socket|null|undefined|error code/i);
    }
  });

  it.each(["cancelled_before", "unknown_round", "currency_mismatch", "betting_closed", "unknown_spot", "invalid_stake", "below_minimum", "above_maximum", "step", "table_limit", "liability_limit", "limit_reached", "insufficient_funds", "overloaded"])("say of the refusal %s what was not done", (code) => {
    const [title, detail] = (refusals[code] ?? otherRefusal)(context);
    expect(refusals).toHaveProperty(code);
    expect(title).not.toBe("");
    expect(detail).toContain("€5.00");
  });

  it("fall back for a code that is not known yet", () => {
    expect(otherRefusal(context)).toEqual(["Bet refused", "€5.00 on 17 was not taken."]);
  });

  it("shorten a round's long id to the part that changes", () => {
    expect(gameWords.round("48213")).toBe("Round 48,213");
    expect(gameWords.round("roulette-1-48213")).toBe("Round 48,213");
    expect(gameWords.round("01HF6M3K2TQW8ZB4A7")).toBe("Round …ZB4A7".replace("…", "…8"));
    expect(gameWords.round("r.12")).toBe("Round r.12");
  });
});
