// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Build, BuildModule, Carry, Host, TableView } from "../../src/shell/contract.js";
import { Builds } from "../../src/shell/builds.js";
import { layout } from "../../src/shell/geometry.js";
import { LoadError } from "../../src/shell/loader.js";
import { PATIENCE_MS, WATCH_MS } from "../../src/shell/swap.js";
import { initial } from "../../src/shell/table.js";

const ref = (buildId: string, after?: string) => ({ buildId, entry: `${buildId}.js`, integrity: "sha384-x", ...(after === undefined ? {} : { after }) });

/** A build that notes what is done to it, and throws where it is told to. */
class Probe implements Build {
  readonly calls: string[] = [];
  carried: Carry | null = null;
  throwsIn = "";

  constructor(
    readonly name: string,
    readonly host: Host,
  ) {}

  #note(call: string): void {
    this.calls.push(call);
    if (this.throwsIn === call) {
      throw new Error(`${this.name} broke in ${call}`);
    }
  }

  prepare(): Promise<void> {
    this.#note("prepare");
    return this.throwsIn === "never" ? new Promise(() => undefined) : Promise.resolve();
  }

  activate(carry: Carry): void {
    this.carried = carry;
    this.#note("activate");
  }

  update(): void {
    this.#note("update");
  }

  resize(): void {
    this.#note("resize");
  }

  snapshot(): Carry {
    this.#note("snapshot");
    return { chipMinor: 2_500, focus: "spot red" };
  }

  dispose(): void {
    this.#note("dispose");
  }
}

describe("the runner of the swap", () => {
  let probes: Map<string, Probe>;
  let reports: string[];
  let placed: number;
  let said: string[];
  let free: boolean;
  let ended: string | null;
  let layer: HTMLElement;
  let builds: Builds;
  let break_: Record<string, string>;
  let missing: Record<string, LoadError>;

  const view = (): TableView => ({ ...initial("roulette-1"), badge: builds.badge() });
  const on = () => [...layer.children].filter((e) => e.classList.contains("on")).map((e) => (e as HTMLElement).dataset.build);
  const probe = (id: string) => probes.get(id) as Probe;
  const settle = () => vi.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    vi.useFakeTimers();
    probes = new Map();
    reports = [];
    placed = 0;
    said = [];
    free = true;
    ended = null;
    break_ = {};
    missing = {};
    layer = document.createElement("div");
    URL.revokeObjectURL = () => undefined;
    builds = new Builds(
      {
        layer,
        view,
        geometry: () => layout({ width: 1280, height: 720, game: "roulette", safe: { top: 0, right: 0, bottom: 0, left: 0 } }),
        host: () => ({ view, geometry: () => builds.options.geometry(), now: () => 0, reducedMotion: () => false, place: () => (placed++, true), undo: () => true, toast: () => undefined, say: (text) => said.push(text) }),
        boundary: () => ({ free, ended }),
        report: (outcome, id, code) => reports.push(`${outcome} ${id}${code === "" ? "" : ` ${code}`}`),
        onChange: () => undefined,
      },
      (build) => {
        const problem = missing[build.buildId];
        const module: BuildModule = {
          create: (host) => {
            if (break_[build.buildId] === "create") {
              throw new Error("broke in create");
            }
            const made = new Probe(build.buildId, host);
            made.throwsIn = break_[build.buildId] ?? "";
            probes.set(build.buildId, made);
            return made;
          },
        };
        return problem === undefined ? Promise.resolve({ module, blobUrl: `blob:${build.buildId}` }) : Promise.reject(problem);
      },
    );
    return () => vi.useRealTimers();
  });

  const first = async () => {
    builds.want(ref("roulette-1.0.0"));
    await settle();
  };

  it("shows the first build as soon as it is prepared", async () => {
    await first();
    expect(on()).toEqual(["roulette-1.0.0"]);
    expect(reports).toEqual(["ready roulette-1.0.0"]);
    expect(builds.badge()).toEqual({ buildId: "roulette-1.0.0", semver: "1.0.0", name: "roulette-1.0.0", pending: null });
  });

  it("prepares the next one beneath, with live events going to both, and swaps at the boundary", async () => {
    await first();
    free = false;
    builds.want(ref("roulette-2.0.0"));
    await settle();
    expect(on()).toEqual(["roulette-1.0.0"]);
    expect(builds.badge().pending).toBe("2.0.0");
    const before = [probe("roulette-1.0.0"), probe("roulette-2.0.0")].map((p) => p.calls.length);
    builds.update(view(), null);
    expect([probe("roulette-1.0.0"), probe("roulette-2.0.0")].map((p, i) => p.calls.length - (before[i] ?? 0))).toEqual([1, 1]);
    free = true;
    builds.update(view(), null);
    expect(on()).toEqual(["roulette-2.0.0"]);
    expect(probe("roulette-2.0.0").carried).toEqual({ chipMinor: 2_500, focus: "spot red" });
    expect(builds.badge().pending).toBeNull();
    expect(reports).toEqual(["ready roulette-1.0.0", "ready roulette-2.0.0"]);
  });

  it("waits for the round it was told for", async () => {
    await first();
    builds.want(ref("roulette-2.0.0", "r7"));
    await settle();
    expect(on()).toEqual(["roulette-1.0.0"]);
    ended = "r7";
    builds.ask();
    expect(on()).toEqual(["roulette-2.0.0"]);
  });

  it("keeps the old one for the watch and then disposes of it", async () => {
    await first();
    builds.want(ref("roulette-2.0.0"));
    await settle();
    await vi.advanceTimersByTimeAsync(WATCH_MS - 1);
    expect(layer.childElementCount).toBe(2);
    expect(probe("roulette-1.0.0").calls).not.toContain("dispose");
    await vi.advanceTimersByTimeAsync(1);
    expect(layer.childElementCount).toBe(1);
    expect(probe("roulette-1.0.0").calls.at(-1)).toBe("dispose");
  });

  it.each(["create", "prepare", "resize"])("stays with the old one if the new one throws in %s", async (where) => {
    await first();
    break_["roulette-2.0.0"] = where;
    builds.want(ref("roulette-2.0.0"));
    await settle();
    expect(on()).toEqual(["roulette-1.0.0"]);
    expect(layer.childElementCount).toBe(1);
    expect(reports.at(-1)).toBe("failed roulette-2.0.0 threw");
  });

  it.each([
    [new LoadError("integrity_mismatch", "x"), "integrity_mismatch"],
    [new LoadError("missing_chunk", "x"), "missing_chunk"],
    [new LoadError("bad_module", "x"), "bad_module"],
  ])("stays with the old one if the new one cannot be had: %s", async (error, code) => {
    await first();
    missing["roulette-2.0.0"] = error;
    builds.want(ref("roulette-2.0.0"));
    await settle();
    expect(on()).toEqual(["roulette-1.0.0"]);
    expect(reports.at(-1)).toBe(`failed roulette-2.0.0 ${code}`);
  });

  it("goes back in the same turn when the new one throws on screen", async () => {
    await first();
    builds.want(ref("roulette-2.0.0"));
    await settle();
    expect(on()).toEqual(["roulette-2.0.0"]);
    probe("roulette-2.0.0").throwsIn = "update";
    builds.update(view(), null);
    expect(on()).toEqual(["roulette-1.0.0"]);
    expect(layer.childElementCount).toBe(1);
    expect(reports.slice(-2)).toEqual(["failed roulette-2.0.0 threw", "ready roulette-1.0.0"]);
  });

  it("goes back when it throws as it is activated", async () => {
    await first();
    break_["roulette-2.0.0"] = "activate";
    builds.want(ref("roulette-2.0.0"));
    await settle();
    expect(on()).toEqual(["roulette-1.0.0"]);
  });

  it("gives up on a build that takes too long to prepare", async () => {
    await first();
    break_["roulette-2.0.0"] = "never";
    builds.want(ref("roulette-2.0.0"));
    await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
    expect(layer.childElementCount).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(layer.childElementCount).toBe(1);
    expect(on()).toEqual(["roulette-1.0.0"]);
    expect(reports.at(-1)).toBe("failed roulette-2.0.0 timeout");
  });

  it("blames an exception from a build's own bytes on that build", async () => {
    await first();
    builds.want(ref("roulette-2.0.0"));
    await settle();
    window.dispatchEvent(new ErrorEvent("error", { filename: "blob:roulette-2.0.0", message: "in a timer" }));
    expect(on()).toEqual(["roulette-1.0.0"]);
    window.dispatchEvent(new ErrorEvent("error", { filename: "https://elsewhere/x.js", message: "not ours" }));
    expect(on()).toEqual(["roulette-1.0.0"]);
  });

  it("takes bets and words only from the build on screen", async () => {
    await first();
    free = false;
    builds.want(ref("roulette-2.0.0"));
    await settle();
    const item = { spot: "red", stakeMinor: 100 };
    expect(probe("roulette-2.0.0").host.place([item])).toBe(false);
    probe("roulette-2.0.0").host.say("hidden");
    expect(probe("roulette-1.0.0").host.place([item])).toBe(true);
    probe("roulette-1.0.0").host.say("shown");
    expect([placed, said]).toEqual([1, ["shown"]]);
  });

  it("tells all of a new size", async () => {
    await first();
    builds.resize(builds.options.geometry());
    expect(probe("roulette-1.0.0").calls.at(-1)).toBe("resize");
  });
});
