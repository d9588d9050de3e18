import type { Micros } from "../protocol/messages.js";
import type { Figures, LivePicture } from "../live/picture.js";
import { clockMillisText } from "../live/clock.js";
import type { Table } from "../live/tables.js";
import { attribute, find, html, text } from "../players/common/dom.js";
import { studioWords as W } from "../strings/pages.js";
import { cutObstacle, cutPhase, sourcesOf, waitedSeconds, type Cut, type Source } from "./state.js";

const RADIUS = 43;
const ROUND = 2 * Math.PI * RADIUS;
/** Until a keyframe interval is known: our own cadence. */
const KEY_SECONDS = 1;

export interface SwitcherActions {
  preview(signal: string): void;
  cut(): void;
  abort(): void;
}

export interface SwitcherView {
  readonly table: Table | null;
  readonly preview: string | null;
  readonly cut: Cut | null;
  readonly now: Micros;
  readonly note: string;
  picture(signal: string): LivePicture | undefined;
  figures(signal: string): Figures | undefined;
  readonly program: LivePicture | null;
}

function monitor(kind: "pvw" | "pgm", tag: string): string {
  return `<div class="${kind}"><div class="mh"><span class="tag">${tag}</span><b></b><small></small></div><div class="mon"><video></video><p></p></div></div>`;
}

const one = (value: number | null | undefined, digits: number): string => (value === null || value === undefined ? "–" : value.toFixed(digits));

/** Preview, the cut, the program, and the sources under them. */
export class Switcher {
  readonly element = html(`
<section class="p sw" id="switcher" aria-label="${W.cutButton}">
  <div class="mons">${monitor("pvw", W.preview)}
    <div class="ho"><span class="phase"></span>
      <div class="arm"><svg viewBox="0 0 100 100" aria-hidden="true"><circle class="bed" cx="50" cy="50" r="${RADIUS}"/><circle class="arc" cx="50" cy="50" r="${RADIUS}"/></svg><b></b></div>
      <p class="at"></p>
      <ol class="st"><li></li><li></li><li></li></ol>
      <button type="button" class="btn cut">${W.cutButton} <kbd>A</kbd></button>
      <button type="button" class="btn danger abort">${W.abort} <kbd>Esc</kbd></button>
    </div>${monitor("pgm", W.onAir)}</div>
  <div class="src" role="group" aria-label="${W.sources}"></div>
</section>`);
  #shown = new Map<HTMLVideoElement, LivePicture>();
  #sources = "";

  constructor(readonly actions: SwitcherActions) {
    find(this.element, ".cut").addEventListener("click", () => actions.cut());
    find(this.element, ".abort").addEventListener("click", () => actions.abort());
  }

  get programVideo(): HTMLVideoElement {
    return find<HTMLVideoElement>(this.element, ".pgm video");
  }

  show(view: SwitcherView): void {
    const { table, preview, program } = view;
    const pvw = preview === null ? undefined : view.picture(preview);
    this.#give(find(this.element, ".pvw video"), pvw ?? null);
    this.#give(this.programVideo, program);
    text(find(this.element, ".pvw .mh b"), preview ?? "–");
    text(find(this.element, ".pvw .mh small"), this.#about(table, preview));
    text(find(this.element, ".pvw p"), pvw?.state === "live" ? "" : pvw === undefined ? W.noSignal : W.waitingPicture);
    const onAir = table?.program.signal ?? null;
    text(find(this.element, ".pgm .mh b"), onAir ?? W.slate);
    text(find(this.element, ".pgm .mh small"), table === null ? "" : W.viewers(table.viewers));
    text(find(this.element, ".pgm p"), program?.state === "live" ? "" : W.waitingPicture);
    attribute(find(this.element, ".pvw video"), "aria-label", W.previewOf(preview ?? W.noSignal));
    attribute(this.programVideo, "aria-label", W.programOf(onAir ?? W.slate));
    this.#tiles(view);
    this.cutting(view);
  }

  /** The middle column alone; called more often than the rest. */
  cutting(view: SwitcherView): void {
    const { table, preview, cut, now } = view;
    const phase = cutPhase(cut);
    const column = find(this.element, ".ho");
    attribute(column, "data-phase", phase);
    const obstacle = table === null ? W.choose : cutObstacle(table, preview, cut);
    text(find(column, ".phase"), W.cut[phase]);
    const expected = (cut === null ? null : view.figures(cut.to)?.keySeconds) ?? KEY_SECONDS;
    const waited = cut === null ? 0 : waitedSeconds(cut, now);
    const part = phase === "armed" ? Math.max(0.02, 1 - waited / expected) : phase === "done" ? 1 : 0;
    const arc = find<SVGCircleElement>(column, ".arc");
    attribute(arc, "stroke-dasharray", `${(ROUND * part).toFixed(1)} ${ROUND.toFixed(1)}`);
    arc.style.opacity = part === 0 ? "0" : "";
    text(find(column, ".arm b"), phase === "ready" ? "" : waited.toFixed(1));
    const agreed = cut?.handover?.agreedCapture ?? cut?.handover?.at ?? null;
    text(find(column, ".at"), view.note !== "" ? view.note : phase === "armed" ? W.waits(cut?.to ?? "") : phase === "done" && agreed !== null ? W.atTime(clockMillisText(agreed)) : phase === "failed" ? (cut?.failure ?? cut?.handover?.reason ?? "") : (obstacle ?? W.cutTo(preview ?? "")));
    const reached = cut === null || phase === "failed" ? 0 : phase === "done" ? 3 : cut.handover === null ? 1 : 2;
    column.querySelectorAll(".st li").forEach((item, i) => {
      text(item, [W.steps.asked, W.steps.commit, W.steps.switched][i] ?? "");
      attribute(item, "class", reached > i + (phase === "done" ? 0 : 1) ? "done" : reached === i + 1 ? "on" : null);
    });
    attribute(find(column, ".cut"), "aria-disabled", obstacle === null ? null : "true");
    attribute(find(column, ".abort"), "aria-disabled", phase === "armed" ? null : "true");
  }

  #about(table: Table | null, name: string | null): string {
    const signal = table?.signals.find((s) => s.signal === name);
    return signal === undefined || signal.width === 0 ? "" : `${W.size(signal.width, signal.height)} · ${(signal.codec ?? "").toUpperCase()}${!signal.onAir && signal.cut?.verdict === "reconfigures" ? ` · ${W.reconfigures}` : ""}`;
  }

  #give(video: HTMLVideoElement, picture: LivePicture | null): void {
    const old = this.#shown.get(video);
    if (old === (picture ?? undefined)) {
      return;
    }
    old?.detach(video);
    if (picture === null) {
      this.#shown.delete(video);
    } else {
      this.#shown.set(video, picture);
      picture.attach(video);
    }
  }

  #tiles(view: SwitcherView): void {
    const sources = view.table === null ? [] : sourcesOf(view.table, view.preview);
    const box = find(this.element, ".src");
    const key = `${view.table?.table ?? ""} ${sources.map((s) => s.name).join(" ")}`;
    if (key !== this.#sources) {
      this.#sources = key;
      for (const video of box.querySelectorAll("video")) {
        this.#give(video, null);
      }
      box.replaceChildren(...sources.map((source) => this.#tile(source)));
    }
    sources.forEach((source, i) => this.#paint(box.children[i] as HTMLElement, source, view));
  }

  #tile(source: Source): HTMLElement {
    const tag = source.kind === "slate" ? "div" : "button";
    const tile = html(`<${tag} class="s"><span class="th"><video aria-hidden="true"></video><em></em></span><span class="tx"><b><kbd></kbd><span></span><i></i></b><span class="l"></span><span class="l"></span></span></${tag}>`);
    if (tile instanceof HTMLButtonElement) {
      tile.type = "button";
      tile.addEventListener("click", () => this.actions.preview(source.name));
    }
    tile.dataset.source = source.name;
    const key = find(tile, "kbd");
    key.hidden = source.key === null;
    text(key, source.key ?? "");
    text(find(tile, "b span"), source.name);
    return tile;
  }

  #paint(tile: HTMLElement, source: Source, view: SwitcherView): void {
    const { signal } = source;
    const picture = signal === null ? undefined : view.picture(source.name);
    this.#give(find(tile, "video"), picture ?? null);
    attribute(tile, "class", ["s", source.onAir ? "pg" : "", source.onPreview ? "pv" : "", signal !== null && signal.state !== "live" ? "off" : ""].filter(Boolean).join(" "));
    if (tile instanceof HTMLButtonElement) {
      attribute(tile, "aria-pressed", String(source.onPreview));
    }
    text(find(tile, "i"), source.onAir ? W.onAir : source.onPreview ? W.preview : "");
    text(find(tile, "em"), picture?.state === "live" ? "" : signal === null ? W.slate : signal.state === "live" ? W.waitingPicture : W.noSignal);
    const [first, second] = [...tile.querySelectorAll(".l")] as [Element, Element];
    if (signal === null) {
      text(first, W.slateDetail[0]);
      text(second, W.slateDetail[1]);
    } else if (signal.state !== "live") {
      text(first, W.state[signal.state] ?? signal.state);
      text(second, signal.reason ? (W.reason[signal.reason] ?? signal.reason) : "");
    } else {
      const f = view.figures(source.name);
      const kbps = f?.kbps ?? null;
      text(first, kbps !== null ? `${W.kbps(one(kbps / 1000, 2))} · ${W.fps(one(f?.fps, 0))}` : W.measuring);
      text(second, signal.reason ? (W.reason[signal.reason] ?? signal.reason) : f !== undefined && kbps !== null ? `${W.key(one(f.keySeconds, 1))} · ${W.loss(one(f.lossPercent, 2))}` : W.size(signal.width, signal.height));
    }
  }
}
