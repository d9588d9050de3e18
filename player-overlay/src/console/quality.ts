import type { Figures } from "../live/picture.js";
import { find, html, text } from "../players/common/dom.js";
import { icon } from "../shell/icons.js";
import { studioWords as W } from "../strings/pages.js";
import { Series } from "./state.js";

const POINTS = 300;
const WIDTH = 189;
const HEIGHT = 92;

interface Graph {
  readonly label: string;
  readonly unit: string;
  readonly digits: number;
  /** A limit of the house in the figure's unit; null where there is none. */
  readonly limit: number | null;
  /** The top of the scale where nothing is higher. */
  readonly top: number;
}

const GRAPHS: Readonly<Record<"rtt" | "dropped" | "freezes" | "join" | "delay", Graph>> = {
  rtt: { label: W.graphs.rtt, unit: W.units.ms, digits: 0, limit: 100, top: 140 },
  dropped: { label: W.graphs.dropped, unit: W.units.percent, digits: 2, limit: 0.5, top: 0.8 },
  freezes: { label: W.graphs.freezes, unit: W.units.times, digits: 0, limit: null, top: 5 },
  join: { label: W.graphs.join, unit: W.units.ms, digits: 0, limit: 1000, top: 1400 },
  delay: { label: W.graphs.delay, unit: W.units.ms, digits: 0, limit: null, top: 300 },
};

type Key = keyof typeof GRAPHS;
const KEYS = Object.keys(GRAPHS) as Key[];

/** What this page measures of the program it receives; nothing it cannot know. */
export class Quality {
  readonly element = html(`<section class="p q" id="quality" aria-label="${W.quality}"><h2>${W.quality} <small>${W.qualityOf}</small></h2><div class="gs"></div><table class="sr"></table></section>`);
  readonly #series = new Map<Key, Series>(KEYS.map((key) => [key, new Series(POINTS)]));

  constructor() {
    const box = find(this.element, ".gs");
    for (const key of KEYS) {
      const { limit, label, unit } = GRAPHS[key];
      const y = limit === null ? 0 : HEIGHT - (limit / GRAPHS[key].top) * HEIGHT;
      const line = limit === null ? "" : `<line class="limit" x1="0" x2="${WIDTH}" y1="${y}" y2="${y}"/>`;
      const words = limit === null ? "" : `<span class="lm">${W.limit(`${limit} ${unit}`)}</span>`;
      box.append(
        html(
          `<div class="g" data-graph="${key}"><div class="gh"><span>${label}</span><span class="v"></span></div><div class="gv"><b>–</b><small>${unit}</small></div>` +
            `<div class="gp"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><path class="area"/><path class="line"/>${line}</svg>${words}</div></div>`,
        ),
      );
    }
    box.append(html(`<div class="g none"><div class="gh"><span>${W.graphs.bets}</span></div><p>${W.notMeasured}</p></div>`));
  }

  /** Another table: its figures begin anew. */
  reset(): void {
    for (const key of KEYS) {
      this.#series.set(key, new Series(POINTS));
    }
  }

  add(figures: Figures, joinMs: number | null, delayMs: number | null): void {
    const values: Record<Key, number | null> = { rtt: figures.rttMs, dropped: figures.droppedPercent, freezes: figures.freezes, join: joinMs, delay: delayMs };
    const rows: string[][] = [];
    for (const key of KEYS) {
      const series = this.#series.get(key) as Series;
      series.add(values[key]);
      rows.push(this.#paint(key, series));
    }
    const table = find(this.element, "table");
    table.replaceChildren(row(W.graphTable, "th"), ...rows.map((cells) => row(cells, "td")));
  }

  #paint(key: Key, series: Series): string[] {
    const { digits, limit, top, unit, label } = GRAPHS[key];
    const box = find(this.element, `[data-graph="${key}"]`);
    const { last } = series;
    const range = series.range();
    const scale = Math.max(top, (range?.high ?? 0) * 1.1);
    const path = series.path(WIDTH, HEIGHT, scale);
    find(box, ".line").setAttribute("d", path);
    const runs = path.split("M").filter((run) => run.includes("L"));
    find(box, ".area").setAttribute("d", runs.map((run) => `M${run}L${WIDTH} ${HEIGHT}L${run.split(" ")[0] ?? "0"} ${HEIGHT}Z`).slice(-1).join(""));
    const y = limit === null ? 0 : HEIGHT - (limit / scale) * HEIGHT;
    box.querySelector("line")?.setAttribute("y1", y.toFixed(1));
    box.querySelector("line")?.setAttribute("y2", y.toFixed(1));
    const words = box.querySelector<HTMLElement>(".lm");
    if (words !== null) {
      words.style.top = `${((y / HEIGHT) * 100).toFixed(1)}%`;
    }
    text(find(box, "b"), last === null ? "–" : last.toFixed(digits));
    const judged = last === null || limit === null ? "" : last <= limit ? "ok" : "bad";
    const verdict = find(box, ".v");
    if (verdict.className !== `v ${judged}`) {
      verdict.className = `v ${judged}`;
      verdict.innerHTML = judged === "" ? "" : `${icon(judged === "ok" ? "tick" : "warn", 14)}<span class="sr">${judged === "ok" ? W.within : W.over}</span>`;
    }
    const write = (value: number | undefined) => (value === undefined ? "–" : `${value.toFixed(digits)} ${unit}`);
    return [label, write(last ?? undefined), write(range?.low), write(range?.high), limit === null ? "–" : `${limit} ${unit}`];
  }
}

function row(cells: readonly string[], tag: "th" | "td"): HTMLElement {
  const element = document.createElement("tr");
  for (const cell of cells) {
    const made = document.createElement(tag);
    made.textContent = cell;
    element.append(made);
  }
  return element;
}
