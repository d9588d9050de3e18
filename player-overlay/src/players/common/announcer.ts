import type { Money } from "../../protocol/money.js";
import type { TableView } from "../../shell/contract.js";
import { gameWords as W } from "../../strings/games.js";
import type { RingView } from "./phase.js";

/** What is said to a screen reader when a round goes on: once each, in whole sentences. */
export class Announcer {
  #said = "";

  constructor(readonly say: (text: string) => void) {}

  /** @param result the result in words, e.g. "17 black" */
  phase(ring: RingView, view: TableView, result: string | null, money: Money): void {
    const words = this.#words(ring, view, result, money);
    const key = `${view.round?.round ?? ""} ${words}`;
    if (words !== "" && key !== this.#said) {
      this.#said = key;
      this.say(words);
    }
  }

  #words(ring: RingView, { outcome, round }: TableView, result: string | null, money: Money): string {
    switch (ring.state) {
      case "open":
        return W.say.open(ring.seconds ?? 0);
      case "last":
        return W.say.seconds(ring.seconds ?? 0);
      case "closed":
        return ring.words;
      case "voided":
        return outcome === null ? "" : W.say.voided(money.full(outcome.returnedMinor));
      case "next": {
        if (round?.phase !== "settled" || outcome === null) {
          // With the settlement, which comes within a moment: one sentence instead of two.
          return "";
        }
        const net = outcome.netMinor;
        const own = outcome.stakedMinor === 0 ? [] : [net > 0 ? W.say.up(money.full(net)) : net < 0 ? W.say.down(money.full(-net)) : W.say.even];
        return [...(result === null ? [] : [result]), ...own].join(", ");
      }
      case "wait":
        return "";
    }
  }
}
