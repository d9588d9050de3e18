import type { Micros } from "../protocol/messages.js";
import type { Money } from "../protocol/money.js";
import { clockMillisText, clockText } from "../live/clock.js";
import { coupOf } from "../players/baccarat/cards.js";
import { attribute, find, html, text } from "../players/common/dom.js";
import { colourOf } from "../players/roulette/spots.js";
import { icon } from "../shell/icons.js";
import { studioWords as W } from "../strings/pages.js";
import { cadenceOf, ggrOf, isOver, nameOf, resultWords, rollBackTarget, semverOf, span, type Alert, type BuildInfo, type Handover, type Rollout, type RoundRow } from "./state.js";

/** A cell: text, or an element; a class of its own. */
type Cell = string | { readonly content: Node | string; readonly name: string };

const number = (content: Node | string): Cell => ({ content, name: "n" });

/** A panel of the console: a heading with buttons, and a body that is rebuilt only when it changed. */
export class Panel {
  readonly element: HTMLElement;
  #key = "";

  constructor(
    readonly id: string,
    readonly title: string,
    detail = "",
  ) {
    this.element = html(`<section class="p" id="${id}"><h2><span class="ti"></span> <small></small><span class="r"></span></h2><div class="body"></div></section>`);
    this.element.setAttribute("aria-label", title);
    this.heading(title, detail);
  }

  heading(title: string, detail: string): void {
    text(find(this.element, ".ti"), title);
    text(find(this.element, "small"), detail);
  }

  button(words: string, name: string, run: () => void): HTMLButtonElement {
    const button = html<HTMLButtonElement>(`<button type="button" class="btn sm ${name}"></button>`);
    button.textContent = words;
    button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && run());
    find(this.element, ".r").append(button);
    return button;
  }

  /** Rebuilds the body if its key is another one; what has the focus keeps it where it still is. */
  fill(key: string, make: () => readonly Node[]): void {
    if (key === this.#key) {
      return;
    }
    this.#key = key;
    const body = find(this.element, ".body");
    const focused = body.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.act : undefined;
    body.replaceChildren(...make());
    if (focused !== undefined) {
      body.querySelector<HTMLElement>(`[data-act="${focused}"]`)?.focus();
    }
  }
}

function tableOf(head: readonly Cell[], rows: readonly (readonly Cell[])[]): HTMLElement {
  const table = html("<table><thead></thead><tbody></tbody></table>");
  const line = (cells: readonly Cell[], tag: "th" | "td") => {
    const tr = document.createElement("tr");
    for (const cell of cells) {
      const td = document.createElement(tag);
      if (typeof cell === "string") {
        td.textContent = cell;
      } else {
        td.className = cell.name;
        td.append(cell.content);
      }
      tr.append(td);
    }
    return tr;
  };
  find(table, "thead").append(line(head, "th"));
  find(table, "tbody").append(...rows.map((row) => line(row, "td")));
  return table;
}

function words(name: string, content: string): HTMLElement {
  const element = html(`<span></span>`);
  element.className = name;
  element.textContent = content;
  return element;
}

function nothing(content: string): HTMLElement[] {
  const p = document.createElement("p");
  p.className = "none";
  p.textContent = content;
  return [p];
}

// ---- rounds

const PILLS: Readonly<Record<string, string>> = { betting: "ok", held: "bad", parked: "bad", void: "warn", result: "info", closed: "info" };

function result(row: RoundRow): Node | string {
  if (row.state === "void") {
    return words("t2", W.refunded);
  }
  const coup = coupOf(row.result);
  if (coup !== null) {
    return words(coup.winner, resultWords(row.result));
  }
  if (row.result !== null && "pocket" in row.result) {
    return words(`res tiny ${{ red: "r", green: "g", black: "" }[colourOf(row.result.pocket)]}`, String(row.result.pocket));
  }
  return "–";
}

export function paintRounds(panel: Panel, rows: readonly RoundRow[], money: Money, now: Micros): void {
  const cadence = cadenceOf(rows);
  panel.heading(W.rounds, cadence === null ? "" : W.every(cadence));
  panel.fill(JSON.stringify(rows), () => {
    if (rows.length === 0) {
      return nothing(W.noRounds);
    }
    const [round, state, bets, stakes, outcome, ggr, rules] = W.roundColumns;
    const amount = (minor: number | null) => number(minor === null ? "–" : money.full(minor).replace("-", "−"));
    return [
      tableOf(
        [round, state, number(bets), number(stakes), outcome, number(ggr), rules],
        rows.map((row) => {
          const pill = words(`pill ${PILLS[row.state] ?? "t2"}`, W.roundState[row.state] ?? row.state);
          pill.dataset.round = row.round;
          return [{ content: row.round, name: isOver(row) ? "id" : "id now" }, { content: pill, name: "" }, number(row.bets === null ? "–" : String(row.bets)), amount(row.stakesMinor), { content: result(row), name: "" }, amount(ggrOf(row)), row.calcVer];
        }),
      ),
    ];
  });
  for (const row of rows) {
    if (row.state === "betting") {
      const left = Math.max(0, Math.ceil((row.closesAt - now) / 1e6));
      const pill = panel.element.querySelector(`[data-round="${row.round}"]`);
      if (pill !== null) {
        text(pill, W.bettingLeft(left));
      }
    }
  }
}

// ---- builds

export interface BuildsView {
  readonly game: string;
  readonly gameName: string;
  readonly builds: readonly BuildInfo[];
  readonly current: string | null;
  readonly rollouts: readonly Rollout[];
}

export function paintBuilds(panel: Panel, view: BuildsView, swap: (build: BuildInfo) => void, rollBack: (rollout: Rollout) => void): void {
  const builds = view.builds.filter((b) => b.game === view.game);
  const rollouts = view.rollouts.filter((r) => r.game === view.game).sort((a, b) => b.at - a.at);
  const back = rollBackTarget(view.rollouts, view.game);
  panel.heading(W.builds(view.gameName), W.buildsDetail);
  panel.fill(JSON.stringify([builds, view.current, rollouts]), () => {
    if (builds.length === 0) {
      return nothing(W.noBuilds);
    }
    const list = html(`<ul class="builds"></ul>`);
    for (const build of builds) {
      const item = html(`<li><span class="badge"></span><span class="id t2"></span></li>`);
      const badge = find(item, ".badge");
      badge.classList.toggle("d", build.semver >= "2");
      badge.textContent = [build.semver, nameOf(build)].filter(Boolean).join(" ");
      text(find(item, ".id"), build.buildId);
      if (build.buildId === view.current) {
        item.append(words("cur ok", W.current));
      } else {
        const button = html<HTMLButtonElement>(`<button type="button" class="btn sm p"></button>`);
        button.textContent = W.swap;
        button.dataset.act = build.buildId;
        button.dataset.build = build.buildId;
        button.setAttribute("aria-label", W.swapTo(badge.textContent));
        button.addEventListener("click", () => swap(build));
        item.append(button);
      }
      list.append(item);
    }
    const [when, change, by, ready, failed, state] = W.rolloutColumns;
    const history =
      rollouts.length === 0
        ? nothing(W.noRollouts)
        : [
            tableOf(
              [when, change, by, number(ready), number(failed), state],
              rollouts.slice(0, 3).map((r) => [clockText(r.at), `${semverOf(r.from) || "–"} → ${semverOf(r.build)}`, r.by, number(String(r.ready)), number(String(r.failed)), W.rolloutState[r.state] ?? r.state]),
            ),
          ];
    const foot = html(`<div class="foot"></div>`);
    if (back !== null) {
      const button = html<HTMLButtonElement>(`<button type="button" class="btn sm danger"></button>`);
      button.textContent = W.rollBackTo(semverOf(back.from));
      button.dataset.act = "rollback";
      button.addEventListener("click", () => rollBack(back));
      foot.append(button);
    }
    return [list, ...history, foot];
  });
}

// ---- handovers, alerts, rulesets, log

export interface EvidenceRow extends Handover {
  readonly waitedS: number;
}

export function paintHandovers(panel: Panel, rows: readonly EvidenceRow[]): void {
  panel.fill(JSON.stringify(rows), () => {
    const [when, change, by, frame, waited, state] = W.handoverColumns;
    return rows.length === 0
      ? nothing(W.noHandovers)
      : [
          tableOf(
            [when, change, by, number(frame), number(waited), state],
            rows.map((row) => [
              clockText(row.at),
              `${row.from ?? W.slate} → ${row.to}`,
              row.by,
              number(row.agreedCapture === null ? "–" : clockMillisText(row.agreedCapture)),
              number(`${row.waitedS.toFixed(2)} s`),
              { content: words(row.state === "switched" ? "ok" : "warn", [W.handoverState[row.state] ?? row.state, row.reason ?? ""].filter(Boolean).join(": ")), name: "" },
            ]),
          ),
        ];
  });
}

export function paintAlerts(panel: Panel, alerts: readonly Alert[], since: (key: string) => Micros, now: Micros): void {
  panel.heading(W.alertsTitle, W.openAlerts(alerts.length));
  panel.fill(JSON.stringify(alerts), () => {
    if (alerts.length === 0) {
      return [html(`<div class="al"><span class="ok">${icon("tick", 17)}</span><div><b>${W.allWell}</b></div></div>`)];
    }
    return alerts.map((alert) => {
      const row = html(`<div class="al"><span class="warn">${icon("warn", 17)}</span><div><b></b><span class="why"></span></div></div>`);
      text(find(row, "b"), alert.title);
      row.dataset.alert = alert.key;
      return row;
    });
  });
  const rows = [...panel.element.querySelectorAll<HTMLElement>("[data-alert]")];
  alerts.forEach((alert, i) => {
    const line = rows[i]?.querySelector(".why");
    if (line) {
      text(line, W.alertSince(alert.table, alert.detail, W.since(span(now - since(alert.key)))));
    }
  });
}

export interface RulesetRow {
  readonly calcVer: string;
  readonly hash: string;
  readonly tables: readonly string[];
}

export function paintRulesets(panel: Panel, rows: readonly RulesetRow[]): void {
  panel.fill(JSON.stringify(rows), () => {
    const [name, hash, state] = W.rulesetColumns;
    return [
      tableOf(
        [name, hash, state],
        rows.map((row) => {
          const short = words("mono", row.hash === "" ? "–" : `${row.hash.slice(0, 4)}…${row.hash.slice(-4)}`);
          attribute(short, "title", row.hash === "" ? null : row.hash);
          return [{ content: row.calcVer, name: "id now" }, { content: short, name: "" }, { content: words("ok", W.activeAt(row.tables.join(", "))), name: "" }];
        }),
      ),
    ];
  });
}

export interface LogRow {
  readonly at: Micros;
  readonly table: string;
  readonly words: string;
}

export function paintLog(panel: Panel, rows: readonly LogRow[]): void {
  panel.fill(JSON.stringify(rows), () => (rows.length === 0 ? nothing(W.nothingDone) : [tableOf([], rows.map((row) => [{ content: clockText(row.at), name: "t3" }, row.table, row.words]))]));
}
