import type { BuildRef, ServerMessage } from "../protocol/messages.js";
import type { Badge, Build, Carry, Geometry, Host, TableView } from "./contract.js";
import { loadBuild, LoadError } from "./loader.js";
import { EMPTY, PATIENCE_MS, swap, WATCH_MS, type SwapEffect, type SwapEvent, type SwapState } from "./swap.js";

interface Held {
  readonly ref: BuildRef;
  readonly element: HTMLElement;
  readonly blobUrl: string;
  build: Build;
}

export interface BuildsOptions {
  readonly layer: HTMLElement;
  view(): TableView;
  geometry(): Geometry;
  /** The host of a build, but for what is the build's own. */
  host(): Omit<Host, "root" | "buildId" | "semver">;
  /** Whether this player may be given another build now, and the round that ended last. */
  boundary(): { readonly free: boolean; readonly ended: string | null };
  report(outcome: "ready" | "failed", buildId: string, code: string, detail: string): void;
  onChange(): void;
}

const semverOf = (buildId: string) => buildId.slice(buildId.lastIndexOf("-") + 1);

/** The one runner of the swap machine: holds the builds and does what the machine says. */
export class Builds {
  #state: SwapState = EMPTY;
  readonly #held = new Map<string, Held>();

  constructor(
    readonly options: BuildsOptions,
    readonly load: typeof loadBuild = loadBuild,
  ) {
    window.addEventListener("error", (event) => this.#blame(event.filename, event.message));
    window.addEventListener("unhandledrejection", (event: PromiseRejectionEvent) => {
      const reason: unknown = event.reason;
      this.#blame(reason instanceof Error ? (reason.stack ?? "") : "", String(reason));
    });
  }

  get on(): string | null {
    return "on" in this.#state ? this.#state.on : null;
  }

  badge(): Badge {
    const on = this.on ?? "";
    const state = this.#state;
    const pending = "next" in state && state.on !== null && state.at === "waiting" ? semverOf(state.next.buildId) : null;
    return { buildId: on, semver: semverOf(on), name: this.#held.get(on)?.build.name ?? "", pending };
  }

  want(build: BuildRef): void {
    this.#feed({ type: "wanted", build });
  }

  /** Tells every living build, shown or not, and lets a waiting one in where it may. */
  update(view: TableView, cause: ServerMessage | null): void {
    for (const [id, held] of this.#held) {
      this.#guard(id, () => held.build.update(view, cause));
    }
    this.ask();
  }

  resize(geometry: Geometry): void {
    for (const [id, held] of this.#held) {
      this.#guard(id, () => held.build.resize(geometry));
    }
  }

  /** Called at each possible boundary of this player. */
  ask(): void {
    if (this.#state.at === "waiting") {
      const { free, ended } = this.options.boundary();
      if (free) {
        this.#feed({ type: "boundary", ended });
      }
    }
  }

  #feed(event: SwapEvent): void {
    const before = this.#state;
    const [state, effects] = swap(before, event);
    this.#state = state;
    for (const effect of effects) {
      this.#do(effect);
    }
    if (before !== state) {
      this.options.onChange();
    }
  }

  #do(effect: SwapEffect): void {
    switch (effect.type) {
      case "load":
        void this.#load(effect.build);
        break;
      case "prepare":
        void this.#prepare(effect.buildId);
        break;
      case "activate":
        this.#activate(effect.buildId, effect.old);
        break;
      case "revert":
        this.#show(effect.to, effect.failed);
        this.#dispose(effect.failed);
        break;
      case "dispose":
        this.#dispose(effect.buildId);
        break;
      case "report":
        this.options.report(effect.outcome, effect.buildId, effect.code, effect.detail);
        break;
      case "ask":
        this.ask();
        break;
    }
  }

  async #load(ref: BuildRef): Promise<void> {
    const late = setTimeout(() => this.#fail(ref.buildId, "timeout", "loading took too long"), PATIENCE_MS);
    try {
      const { module, blobUrl } = await this.load(ref);
      if (this.#state.at !== "loading" || this.#state.next.buildId !== ref.buildId) {
        URL.revokeObjectURL(blobUrl);
        return;
      }
      const element = document.createElement("div");
      element.className = "build";
      element.inert = true;
      this.options.layer.append(element);
      const root = element.attachShadow({ mode: "open" });
      const active = () => this.on === ref.buildId;
      const h = this.options.host();
      const host: Host = {
        ...h,
        root,
        buildId: ref.buildId,
        semver: semverOf(ref.buildId),
        place: (items) => active() && h.place(items),
        undo: (key) => active() && h.undo(key),
        toast: (toast) => (active() ? h.toast(toast) : undefined),
        say: (text, urgent) => (active() ? h.say(text, urgent) : undefined),
      };
      try {
        this.#held.set(ref.buildId, { ref, element, blobUrl, build: module.create(host) });
      } catch (error) {
        element.remove();
        throw error;
      }
      this.#feed({ type: "loaded", buildId: ref.buildId });
    } catch (error) {
      this.#fail(ref.buildId, error instanceof LoadError ? error.code : "threw", String(error));
    } finally {
      clearTimeout(late);
    }
  }

  async #prepare(buildId: string): Promise<void> {
    const held = this.#held.get(buildId);
    const late = setTimeout(() => this.#fail(buildId, "timeout", "preparing took too long"), PATIENCE_MS);
    try {
      await held?.build.prepare(this.options.view());
      // What happened meanwhile: live events reach it from now on.
      held?.build.resize(this.options.geometry());
      held?.build.update(this.options.view(), null);
      this.#feed({ type: "prepared", buildId });
    } catch (error) {
      this.#fail(buildId, "threw", String(error));
    } finally {
      clearTimeout(late);
    }
  }

  #activate(buildId: string, old: string | null): void {
    let carry: Carry = {};
    const before = old === null ? undefined : this.#held.get(old);
    if (old !== null && before !== undefined) {
      this.#guard(old, () => (carry = before.build.snapshot()));
    }
    this.#show(buildId, old);
    const held = this.#held.get(buildId);
    // Within this frame: the badge and the carried choice must be right when it is first painted.
    this.#guard(buildId, () => held?.build.activate(carry));
    if (this.on === buildId) {
      this.#guard(buildId, () => held?.build.update(this.options.view(), null));
    }
    if (old !== null) {
      setTimeout(() => this.#feed({ type: "calm", buildId }), WATCH_MS);
    }
  }

  /** In one go between two frames: never both, never none. */
  #show(buildId: string, other: string | null): void {
    const hidden = other === null ? undefined : this.#held.get(other);
    const shown = this.#held.get(buildId);
    if (shown !== undefined) {
      shown.element.inert = false;
      shown.element.classList.add("on");
      shown.element.dataset.build = buildId;
    }
    if (hidden !== undefined) {
      hidden.element.classList.remove("on");
      hidden.element.inert = true;
    }
  }

  #dispose(buildId: string): void {
    const held = this.#held.get(buildId);
    if (held === undefined) {
      return;
    }
    this.#held.delete(buildId);
    try {
      held.build.dispose();
    } catch (error) {
      this.options.report("failed", buildId, "dispose", String(error));
    }
    held.element.remove();
    URL.revokeObjectURL(held.blobUrl);
  }

  #guard(buildId: string, run: () => unknown): void {
    try {
      run();
    } catch (error) {
      this.#fail(buildId, "threw", String(error));
    }
  }

  #fail(buildId: string, code: string, detail: string): void {
    this.#feed({ type: "failed", buildId, code, detail: detail.slice(0, 200) });
  }

  /** An exception outside our calls (a timer, a listener) is the build's whose bytes are named. */
  #blame(where: string, detail: string): void {
    for (const [id, held] of this.#held) {
      if (where.includes(held.blobUrl)) {
        this.#fail(id, "threw", detail);
      }
    }
  }
}
