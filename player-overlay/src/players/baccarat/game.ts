import type { ServerMessage } from "../../protocol/messages.js";
import type { Build, Carry, Geometry, Host, TableView } from "../../shell/contract.js";
import { baccaratWords as B } from "../../strings/baccarat.js";
import { gameWords as W } from "../../strings/games.js";
import { chipFamily, chipLabel } from "../common/chips.js";
import { Announcer } from "../common/announcer.js";
import { attribute, find, html, text } from "../common/dom.js";
import { OutcomePanel, type Headline } from "../common/outcome.js";
import { ringOf, type RingView } from "../common/phase.js";
import { Ring } from "../common/ring.js";
import { onFelt, total } from "../common/slips.js";
import { coupOf, movesOf, spotOutcome, totalOf, type Coup, type Side } from "./cards.js";
import { Desk } from "./desk.js";
import { cardWords, drawBeads, drawBigRoad, drawCard, roadTable } from "./draw.js";
import { handsAfter, NO_HANDS, type Hands } from "./hands.js";
import { tally } from "./roads.js";
import { spotsOf, type Spot } from "./spots.js";

/** Columns and cell size of the roads at the design's unit. */
export interface RoadPlan {
  readonly beadColumns: number;
  readonly roadColumns: number;
  readonly cell: number;
}

/** What makes one build of baccarat look unlike another. */
export interface Theme {
  readonly name: string;
  readonly css: string;
  roads(geometry: Geometry): RoadPlan;
  /** Whether undo, double and rebet stand in the bar, before the badge. */
  actionsInBar(geometry: Geometry): boolean;
}

const TICK_MS = 100;
/** State row, rack and bar on a phone held upright, and what the roads take there. */
const AROUND_PORTRAIT = 50 + 66 + 66;
const ROADS_PORTRAIT = 140;

const plate = (side: Side) => `<div class="plate ${side}"><b class="tot"></b><span class="pw"><strong>${B.labels[side] ?? ""}</strong><span class="mv"></span></span><span class="cards"></span></div>`;
const road = (name: string, title: string) => `<section class="road ${name}"><header><span class="lab">${title}</span><span class="sum"></span></header><div class="pic"></div></section>`;

const SHELL = `
<div class="b bac">
  <div class="scrim" aria-hidden="true"></div>
  <div class="tray" aria-hidden="true"></div>
  <div class="plates gone" role="group" aria-label="${B.dealing}">${plate("player")}${plate("banker")}</div>
  <section class="state"><div class="words"><strong></strong><span class="s"></span></div></section>
  <section class="fw" aria-label="${W.bets}"><div class="spots"></div></section>
  ${road("bead", B.beadPlate)}${road("big", B.bigRoad)}
  <div class="side"><span class="rt"></span><span class="cnt banker"><i>${B.names.banker ?? ""}</i><b></b></span><span class="cnt player"><i>${B.names.player ?? ""}</i><b></b></span><span class="cnt tie"><i>${B.names.tie ?? ""}</i><b></b></span><button type="button" class="tog"></button></div>
</div>`;

function headline(coup: Coup | null): Headline | null {
  return coup === null ? null : { short: B.letters[coup.winner], tone: coup.winner, data: coup.winner, traits: B.score(B.wins[coup.winner], coup.player, coup.banker) };
}

/** A build of baccarat: the parts and their behaviour; a theme gives looks and places. */
export class Baccarat implements Build {
  readonly name: string;
  readonly #root = html(SHELL);
  readonly #ring = new Ring();
  readonly #desk: Desk;
  readonly #outcome = new OutcomePanel();
  readonly #announcer: Announcer;
  #view: TableView;
  #geometry: Geometry;
  #hands: Hands = NO_HANDS;
  #spots: readonly Spot[] = [];
  #big = false;
  #active = false;
  #ticker = 0;
  #state: RingView["state"] | null = null;

  constructor(
    readonly host: Host,
    readonly theme: Theme,
  ) {
    this.name = theme.name;
    this.#view = host.view();
    this.#geometry = host.geometry();
    const style = document.createElement("style");
    style.textContent = theme.css;
    find(this.#root, ".state").prepend(this.#ring.element);
    this.#desk = new Desk(host, theme.name);
    this.#announcer = new Announcer((words) => host.say(words));
    find(this.#root, ".plates").after(this.#outcome.element);
    this.#root.append(this.#desk.rack.element, this.#desk.actions, this.#desk.bar.element);
    find(this.#root, ".tog").addEventListener("click", () => {
      this.#big = !this.#big;
      this.#roads();
    });
    host.root.append(style, this.#root);
  }

  prepare(view: TableView): void {
    this.resize(this.host.geometry());
    this.update(view, null);
  }

  activate(carry: Carry): void {
    this.#active = true;
    if (carry.chipMinor !== undefined && this.#view.chips.includes(carry.chipMinor)) {
      this.#desk.rack.choose(carry.chipMinor);
    }
    if (carry.focus !== undefined) {
      const where = carry.focus.startsWith("spot ") ? `[data-spot="${CSS.escape(carry.focus.slice(5))}"]` : carry.focus;
      this.#root.querySelector<HTMLElement>(where)?.focus({ preventScroll: true });
    }
    this.#tick();
    this.#ticker = window.setInterval(() => this.#tick(), TICK_MS);
  }

  snapshot(): Carry {
    const { activeElement } = this.host.root;
    const spot = activeElement instanceof HTMLElement ? activeElement.dataset.spot : undefined;
    const focus = spot === undefined ? this.#desk.focused() : `spot ${spot}`;
    return { chipMinor: this.#desk.rack.chosen, ...(focus === null ? {} : { focus }) };
  }

  dispose(): void {
    this.#active = false;
    clearInterval(this.#ticker);
    this.#root.remove();
  }

  resize(geometry: Geometry): void {
    this.#geometry = geometry;
    const { style, dataset } = this.#root;
    dataset.mode = geometry.mode;
    const { u, stage, safe } = geometry;
    style.width = `${geometry.width / u}px`;
    style.height = `${geometry.height / u}px`;
    style.transform = u === 1 ? "" : `scale(${u})`;
    style.setProperty("--stage-h", `${stage.height / u}px`);
    style.setProperty("--stage-x", `${stage.x / u}px`);
    style.setProperty("--spare", `${(geometry.height - stage.height) / u}px`);
    for (const side of ["top", "right", "bottom", "left"] as const) {
      style.setProperty(`--safe-${side}`, `${safe[side]}px`);
    }
    const { actions, bar } = this.#desk;
    const inBar = this.theme.actionsInBar(geometry);
    if (inBar !== bar.element.contains(actions)) {
      (inBar ? bar.badge : bar.element).before(actions);
    }
    this.#room();
    this.#roads();
  }

  update(view: TableView, cause: ServerMessage | null): void {
    this.#view = view;
    this.#hands = handsAfter(this.#hands, view, cause);
    this.#desk.update(view, cause, this.#geometry);
    this.#makeSpots();
    this.#roads();
    this.#plates();
    this.#tick();
    this.#felt();
  }

  // ---- bets

  #makeSpots(): void {
    const spots = spotsOf(this.#view.round?.calcVer ?? "");
    if (spots.map((s) => s.name).join() === this.#spots.map((s) => s.name).join()) {
      return;
    }
    this.#spots = spots;
    const box = find(this.#root, ".spots");
    box.dataset.sides = String(spots.length > 3);
    box.replaceChildren(
      ...spots.map((spot) => {
        const button = html<HTMLButtonElement>(`<button type="button" class="spot"><span class="bg"></span><b></b><span class="q"></span></button>`);
        button.classList.add(spot.name);
        button.dataset.spot = spot.name;
        text(find(button, "b"), B.labels[spot.name] ?? spot.name);
        text(find(button, ".q"), B.pays(spot.odds));
        button.addEventListener("click", () => this.#desk.bet(spot.name));
        button.addEventListener("keydown", (event) => {
          if (event.key === "Backspace") {
            event.preventDefault();
            this.#desk.undo();
          }
        });
        return button;
      }),
    );
    this.#room();
  }

  #felt(): void {
    const { round, slips, exponent } = this.#view;
    const { money, open } = this.#desk;
    const box = find(this.#root, ".spots");
    const coup = round?.phase === "resulted" || round?.phase === "settled" ? coupOf(round.result) : null;
    box.classList.toggle("dim", !open && coup === null);
    box.classList.toggle("shut", !open);
    const stakes = new Map(onFelt(slips).map(({ spot, stakeMinor }) => [spot, stakeMinor]));
    for (const spot of this.#spots) {
      const button = find(box, `[data-spot="${spot.name}"]`);
      const stake = stakes.get(spot.name) ?? 0;
      const outcome = coup === null ? null : spotOutcome(spot.name, coup);
      button.classList.toggle("won", outcome === "won");
      attribute(button, "aria-label", [B.names[spot.name] ?? spot.name, B.payNamed(spot.odds), ...(stake > 0 ? [B.stakeOn(money.short(stake))] : [])].join(", "));
      attribute(button, "aria-disabled", open ? null : "true");
      let chip = button.querySelector<HTMLElement>(".onfelt");
      if (stake === 0) {
        chip?.remove();
        continue;
      }
      if (chip === null) {
        chip = html(`<i></i>`);
        button.append(chip);
      }
      const label = chipLabel(stake, exponent);
      const dropped = chip.textContent !== label && open;
      attribute(chip, "class", ["chip onfelt", chipFamily(stake, exponent), label.length > 3 ? "long" : "", outcome ?? "", dropped || chip.classList.contains("drop") ? "drop" : ""].filter(Boolean).join(" "));
      text(chip, label);
    }
  }

  // ---- cards and roads

  #plates(): void {
    const { round } = this.#view;
    const { player, banker } = this.#hands;
    const moves = movesOf(player, banker);
    const any = player.length + banker.length > 0;
    const coup = round === null ? null : coupOf(round.result);
    find(this.#root, ".plates").classList.toggle("gone", !any || round?.phase === "open" || round?.phase === "voided");
    for (const side of ["player", "banker"] as const) {
      const hand = this.#hands[side];
      const box = find(this.#root, `.plate.${side}`);
      const total = totalOf(hand);
      text(find(box, ".tot"), hand.length === 0 ? "" : String(total));
      const move = moves[side];
      const natural = hand.length === 2 && total >= 8;
      text(find(box, ".mv"), natural ? B.natural : coup !== null || move === null ? "" : hand.length > 2 ? "" : B.moves[move]);
      box.classList.toggle("win", coup?.winner === side);
      const cards = find(box, ".cards");
      const key = hand.join(" ");
      if (cards.dataset.cards !== key) {
        cards.dataset.cards = key;
        cards.replaceChildren(...hand.map(drawCard));
        attribute(box, "aria-label", hand.length === 0 ? null : B.hand(B.names[side] ?? side, total, hand.map(cardWords).join(", ")));
        attribute(box, "role", "group");
      }
    }
  }

  #coups(): Coup[] {
    return this.#view.lastResults.flatMap((result) => coupOf(result) ?? []).reverse();
  }

  #roads(): void {
    const coups = this.#coups();
    const { beadColumns, roadColumns, cell } = this.theme.roads(this.#geometry);
    const key = JSON.stringify([coups, beadColumns, roadColumns, cell, this.#big]);
    if (this.#root.dataset.roads === key) {
      return;
    }
    this.#root.dataset.roads = key;
    const counts = tally(coups);
    const bead = find(this.#root, ".road.bead");
    const big = find(this.#root, ".road.big");
    find(bead, ".pic").innerHTML = drawBeads(coups, beadColumns, cell);
    find(bead, ".pic").append(roadTable(coups));
    find(big, ".pic").innerHTML = drawBigRoad(coups, roadColumns, cell);
    text(find(bead, ".sum"), coups.length === 0 ? B.noHands : B.lastHands(coups.length));
    find(big, ".sum").replaceChildren(
      ...(["banker", "player", "tie"] as const).map((winner) => {
        const part = html(`<i></i>`);
        part.className = winner;
        part.textContent = `${B.letters[winner]} ${counts[winner]}`;
        return part;
      }),
    );
    for (const winner of ["banker", "player", "tie"] as const) {
      text(find(this.#root, `.cnt.${winner} b`), String(counts[winner]));
    }
    this.#root.classList.toggle("bigroad", this.#big);
    text(find(this.#root, ".rt"), this.#big ? B.bigRoad : B.beadPlate);
    text(find(this.#root, ".tog"), this.#big ? B.showBeadPlate : B.showBigRoad);
  }

  /** What is left for the bets on a phone held upright: the roads go first, then the spots shrink. */
  #room(): void {
    const { height, stage, safe } = this.#geometry;
    const room = height - stage.height - AROUND_PORTRAIT - safe.bottom;
    const sides = this.#spots.length > 3;
    const rows = sides ? 57 + 53 : 57;
    const roads = room - rows - 72 >= ROADS_PORTRAIT;
    const big = Math.max(60, Math.min(150, room - rows - (roads ? ROADS_PORTRAIT : 8)));
    this.#root.style.setProperty("--big-h", `${big}px`);
    this.#root.style.setProperty("--spots-h", `${big + rows}px`);
    this.#root.classList.toggle("noroads", !roads);
  }

  // ---- state, result, words

  #tick(): void {
    const now = this.host.now();
    const view = this.#view;
    const ring = ringOf(view, now);
    this.#ring.show(ring, this.host.reducedMotion());
    this.#desk.bar.tick(now);
    const words = find(this.#root, ".words strong");
    text(words, ring.words);
    text(find(this.#root, ".words .s"), this.#subline(ring));
    if (ring.state !== this.#state) {
      this.#state = ring.state;
      attribute(this.#root, "data-phase", ring.state);
      attribute(words, "data-state", ring.state);
      this.#felt();
      this.#desk.enable();
    }
    const coup = coupOf(view.round?.result);
    this.#outcome.show(view, headline(coup), this.#desk.money, now);
    if (this.#active) {
      this.#announcer.phase(ring, view, coup === null ? null : B.sayScore(B.wins[coup.winner], coup.player, coup.banker), this.#desk.money);
    }
  }

  #subline(ring: RingView): string {
    const { limits, round, slips } = this.#view;
    const { money } = this.#desk;
    const items = onFelt(slips);
    if (ring.state === "closed" && items.length > 0) {
      return W.onSpots(money.full(total(items)), items.length);
    }
    if (ring.state === "last") {
      return W.left(ring.seconds ?? 0);
    }
    if (this.#geometry.mode === "portrait") {
      return `${money.short(limits.minMinor)} – ${money.short(limits.maxMinor)}`;
    }
    return round === null ? "" : W.round(round.round);
  }
}
