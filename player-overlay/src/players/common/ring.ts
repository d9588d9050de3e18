import { attribute, find, html, icon, text } from "./dom.js";
import type { RingView } from "./phase.js";

const RADIUS = 45;
const ROUND = 2 * Math.PI * RADIUS;

/** The countdown ring: an arc that empties clockwise, whole seconds inside, words beneath by the caller. */
export class Ring {
  readonly element = html(
    `<div class="ring" role="timer"><svg viewBox="0 0 100 100" aria-hidden="true"><circle class="bed" cx="50" cy="50" r="${RADIUS}"/>` +
      `<circle class="arc" cx="50" cy="50" r="${RADIUS}"/></svg><b></b><span class="lock">${icon("lock", 20)}</span></div>`,
  );
  readonly #arc = find<SVGCircleElement>(this.element, ".arc");
  readonly #number = find(this.element, "b");

  show(view: RingView, reduced: boolean): void {
    attribute(this.element, "data-state", view.state);
    attribute(this.element, "data-countdown", view.seconds === null ? "" : String(view.seconds));
    text(this.#number, view.seconds === null ? "" : String(view.seconds));
    attribute(this.element, "aria-label", view.words);
    // With reduced motion the arc steps with the number, once a second.
    const part = reduced && view.seconds !== null ? Math.round(view.part * 40) / 40 : view.part;
    attribute(this.#arc, "stroke-dasharray", `${(ROUND * part).toFixed(1)} ${ROUND.toFixed(1)}`);
    this.#arc.style.opacity = part <= 0 ? "0" : "";
  }
}
