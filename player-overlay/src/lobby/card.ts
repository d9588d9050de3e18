import { TableFeed } from "../live/feed.js";
import { LivePicture, NO_FIGURES, type Figures } from "../live/picture.js";
import { Poster, posterIn } from "../media/poster.js";
import type { Table } from "../live/tables.js";
import { beadPlate, tally } from "../players/baccarat/roads.js";
import { attribute, find, html, text } from "../players/common/dom.js";
import { Ring } from "../players/common/ring.js";
import { colourOf } from "../players/roulette/spots.js";
import type { ServerMessage } from "../protocol/messages.js";
import { moneyOf } from "../protocol/money.js";
import { icon } from "../shell/icons.js";
import { titleOf } from "../shell/table.js";
import type { TableTime } from "../time/tabletime.js";
import type { TokenSource } from "../transport/api.js";
import { lobbyWords as W } from "../strings/pages.js";
import { cornerOf, coupsOf } from "./state.js";

const TILES = 7;
const BEAD_ROWS = 4;
/** A card that only has stills changes so often. */
const POSTER_MS = 2000;
const PERSON = `<svg class="icon" width="14" height="14" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="7" r="3"/><path d="M4 17c.6-3.4 3-5 6-5s5.4 1.6 6 5"/></svg>`;

export interface CardOptions {
  readonly tokens: TokenSource;
  readonly time: TableTime;
  /** Whether this card may hold a connection of its own. */
  readonly live: boolean;
  onMessage(feed: TableFeed, message: ServerMessage | null): void;
}

/** One table: its picture, its state, its last results, and the way in. */
export class Card {
  readonly element: HTMLElement;
  readonly feed: TableFeed | null;
  readonly picture: LivePicture | null;
  readonly #poster: Poster;
  #table: Table;
  readonly #ring = new Ring();
  #results = "";

  constructor(
    table: Table,
    readonly options: CardOptions,
  ) {
    this.#table = table;
    const title = titleOf(table.table);
    this.element = html(`
<article class="card">
  <div class="pv"><video aria-hidden="true"></video><p class="nopic"></p>
    <div class="tl"><span class="livetag"></span><span class="seats">${PERSON}<b></b></span></div>
    <div class="tr"><span class="seats pill"><span class="lk">${icon("lock", 15)}</span><b></b></span></div>
    <div class="nm"><h2><a class="in"></a></h2><p></p></div>
  </div>
  <div class="mt">
    <div class="last"></div>
    <div class="kv lim"><span class="lab">${W.limits}</span><b></b></div>
    <span class="btn p" aria-hidden="true">${icon("play", 15)}${W.play}</span>
  </div>
</article>`);
    this.element.dataset.table = table.table;
    this.element.dataset.game = table.game;
    const link = find<HTMLAnchorElement>(this.element, ".in");
    link.href = `/play/${encodeURIComponent(table.table)}`;
    link.textContent = title;
    link.setAttribute("aria-label", W.playAt(title));
    text(find(this.element, ".nm p"), W.about[table.game] ?? "");
    find(this.element, ".tr").prepend(this.#ring.element);
    const { tokens, time } = options;
    this.feed = options.live ? new TableFeed({ table: table.table, page: "lobby", tokens, time, onChange: (message) => this.#told(message) }) : null;
    this.picture = options.live ? new LivePicture({ url: `/whep/${encodeURIComponent(table.table)}`, token: (renew) => tokens.token(renew), onState: () => this.#paint() }) : null;
    const show = posterIn(find(this.element, ".pv"));
    this.#poster = new Poster(
      {
        table: table.table,
        token: () => tokens.token(),
        onPoster: (url) => {
          show(url);
          this.#words();
        },
      },
      POSTER_MS,
    );
    this.picture?.attach(find<HTMLVideoElement>(this.element, "video"));
    this.feed?.start();
    this.picture?.start();
    this.#paint();
    this.#last();
  }

  set table(table: Table) {
    this.#table = table;
    this.#paint();
  }

  get table(): Table {
    return this.#table;
  }

  measure(nowMs: number): Promise<Figures> {
    return this.picture?.measure(nowMs) ?? Promise.resolve(NO_FIGURES);
  }

  tick(now: number, reduced: boolean): void {
    if (this.feed === null) {
      return;
    }
    const corner = cornerOf(this.feed.state, this.#table.game, now);
    this.#ring.element.hidden = corner.kind !== "ring";
    const pill = find(this.element, ".pill");
    pill.hidden = corner.kind !== "pill";
    if (corner.kind === "ring") {
      this.#ring.show(corner.ring, reduced);
    } else if (corner.kind === "pill") {
      find(pill, ".lk").hidden = !corner.lock;
      text(find(pill, "b"), corner.words);
    }
    attribute(this.element, "data-state", corner.kind === "ring" ? corner.ring.state : corner.kind === "pill" ? "closed" : "wait");
  }

  end(): void {
    this.feed?.end();
    this.picture?.stop();
    this.#poster.stop();
    this.element.remove();
  }

  #told(message: ServerMessage | null): void {
    const feed = this.feed;
    if (feed !== null) {
      this.#last();
      this.options.onMessage(feed, message);
    }
  }

  #paint(): void {
    const { program, viewers } = this.#table;
    const onAir = program.signal !== null;
    const tag = find(this.element, ".livetag");
    text(tag, onAir ? W.live : W.soon);
    tag.classList.toggle("off", !onAir);
    const seats = find(this.element, ".tl .seats");
    text(find(seats, "b"), viewers.toLocaleString("en"));
    attribute(seats, "aria-label", W.viewers(viewers));
    const live = this.picture?.state === "live";
    this.element.classList.toggle("shown", live);
    this.#still(onAir && !live, live);
    this.#words();
  }

  /** A still while nothing moves; it lies beneath the video until that has drawn a picture. */
  #still(wanted: boolean, live: boolean): void {
    const video = find<HTMLVideoElement>(this.element, "video");
    if (wanted) {
      this.#poster.start();
    } else if (live && "requestVideoFrameCallback" in video) {
      video.requestVideoFrameCallback(() => this.picture?.state === "live" && this.#poster.stop());
    } else {
      this.#poster.stop();
    }
  }

  #words(): void {
    const onAir = this.#table.program.signal !== null;
    const state = this.picture?.state ?? "live";
    const still = state === "waiting" && this.#poster.shown;
    text(find(this.element, ".nopic"), this.picture === null || still ? "" : !onAir ? W.picture.slate : state === "live" ? "" : W.picture[state]);
  }

  #last(): void {
    const state = this.feed?.state;
    const money = moneyOf(state?.currency ?? "EUR", state?.exponent ?? 2);
    const known = state !== undefined && state.limits.maxMinor < Number.MAX_SAFE_INTEGER;
    text(find(this.element, ".lim b"), known ? W.range(money.short(state.limits.minMinor), money.short(state.limits.maxMinor)) : "–");
    const results = state?.lastResults ?? [];
    const key = JSON.stringify(results);
    if (key !== this.#results) {
      this.#results = key;
      find(this.element, ".last").replaceChildren(...(this.#table.game === "baccarat" ? this.#beads() : this.#tiles()));
    }
  }

  #tiles(): HTMLElement[] {
    const pockets = (this.feed?.state.lastResults ?? []).slice(0, TILES).flatMap((r) => ("pocket" in r ? [r.pocket] : []));
    const box = html(`<div class="kv tiles"><span class="lab">${W.lastResults}</span><ol></ol></div>`);
    const list = find(box, "ol");
    for (const pocket of pockets) {
      const tile = html("<li></li>");
      tile.className = `res ${{ red: "r", green: "g", black: "" }[colourOf(pocket)]}`;
      tile.textContent = String(pocket);
      list.append(tile);
    }
    if (pockets.length === 0) {
      list.append(html(`<li class="none">${W.noResults}</li>`));
    }
    return [box];
  }

  #beads(): HTMLElement[] {
    const coups = coupsOf(this.feed?.state.lastResults ?? []);
    if (coups.length === 0) {
      return [html(`<div class="kv tiles"><span class="lab">${W.lastHands(0)}</span><ol><li class="none">${W.noResults}</li></ol></div>`)];
    }
    const counts = tally(coups);
    const shown = coups.slice(-BEAD_ROWS * TILES);
    const words = (["banker", "player", "tie"] as const).map((w) => `${W.winners[w]} ${counts[w]}`);
    const box = html(`<div class="beads" role="img"></div>`);
    box.setAttribute("aria-label", `${W.lastHands(coups.length)}: ${words.join(", ")}`);
    for (const { winner, column, row } of beadPlate(shown, BEAD_ROWS)) {
      const bead = html("<i></i>");
      bead.className = `bead ${winner}`;
      bead.style.gridArea = `${row + 1} / ${column + 1}`;
      bead.textContent = W.beads[winner];
      box.append(bead);
    }
    const sums = html(`<div class="sums" aria-hidden="true"><span class="lab">${W.lastHands(coups.length)}</span></div>`);
    (["banker", "player", "tie"] as const).forEach((winner, i) => {
      const line = html(`<span class="${winner}"></span>`);
      line.textContent = words[i] ?? "";
      sums.append(line);
    });
    return [box, sums];
  }
}
