import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { unzip } from "../../scripts/zip.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = `${ROOT}target/classes/dev/croupier/overlay`;
const KB = 1024;
const gz = (text: Uint8Array | string) => gzipSync(text, { level: 9 }).length;

beforeAll(() => {
  // Does nothing where the build is up to date.
  execFileSync("node", ["scripts/build.mjs"], { cwd: ROOT, stdio: "pipe" });
}, 120_000);

/** A page's scripts and styles: what it names and what those import at once. */
function loaded(page: string): string[] {
  const found = new Set<string>();
  const add = (text: string) => {
    for (const [, named, imported] of text.matchAll(/(?:src|href)="\/ui\/([^"]+)"|(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)) {
      const name = named ?? imported;
      if (name !== undefined && !found.has(name)) {
        found.add(name);
        add(readFileSync(`${PAGES}/ui/${name}`, "utf8"));
      }
    }
  };
  add(readFileSync(`${PAGES}/${page}`, "utf8"));
  return [...found];
}

describe("the sizes", () => {
  it("keep the shell small: its script, without the standard video's engine; and all that a first visit loads", () => {
    const files = loaded("play.html");
    const workers = readdirSync(`${PAGES}/ui`).filter((name) => name.startsWith("worker-"));
    expect(workers).toHaveLength(1);
    const sizes = [...files, ...workers].map((name) => [name, gz(readFileSync(`${PAGES}/ui/${name}`))] as const);
    const whole = sizes.reduce((sum, [, size]) => sum + size, gz(readFileSync(`${PAGES}/play.html`)));
    expect(files.some((name) => name.startsWith("hls"))).toBe(false);
    const script = sizes.filter(([name]) => name.endsWith(".js") && !name.startsWith("worker-")).reduce((sum, [, size]) => sum + size, 0);
    expect(script, JSON.stringify(sizes)).toBeLessThanOrEqual(15 * KB);
    // With the page itself, the styles and the clock's worker.
    expect(whole, JSON.stringify(sizes)).toBeLessThanOrEqual(20 * KB);
  });

  it("keep a build of a game under 24 KB", () => {
    for (const name of readdirSync(`${ROOT}target/builds`)) {
      for (const [file, bytes] of unzip(readFileSync(`${ROOT}target/builds/${name}`))) {
        expect(gz(bytes), file).toBeLessThanOrEqual(24 * KB);
      }
    }
  });
});

describe("the published builds", () => {
  interface Descriptor {
    readonly buildId: string;
    readonly semver: string;
    readonly game: string;
    readonly contractVer: { readonly min: number; readonly max: number };
    readonly entry: string;
    readonly integrity: string;
    readonly assets: readonly string[];
  }

  const read = () =>
    readdirSync(`${ROOT}target/builds`).map((name) => {
      const files = unzip(readFileSync(`${ROOT}target/builds/${name}`));
      return { name, files, descriptor: JSON.parse((files.get("descriptor.json") ?? Buffer.from("{}")).toString()) as Descriptor };
    });

  it("are two of roulette, of two major versions", () => {
    const roulette = read().filter((b) => b.descriptor.game === "roulette");
    expect(roulette.map((b) => b.descriptor.semver.split(".")[0]).sort()).toEqual(["1", "2"]);
  });

  it("describe themselves truly", () => {
    for (const { name, files, descriptor } of read()) {
      const { buildId, semver, game, contractVer, entry, integrity, assets } = descriptor;
      expect(name).toBe(`${buildId}.zip`);
      expect(buildId).toBe(`${game}-${semver}`);
      expect(buildId).toMatch(/^[a-z0-9.-]{1,64}$/);
      expect(contractVer.min).toBeLessThanOrEqual(contractVer.max);
      expect(entry).toMatch(/^[a-z0-9-]+\.[0-9a-f]{16}\.js$/);
      const bytes = files.get(entry) as Buffer;
      expect(integrity).toBe(`sha384-${createHash("sha384").update(bytes).digest("base64")}`);
      expect(entry.split(".")[1]).toBe(createHash("sha256").update(bytes).digest("hex").slice(0, 16));
      expect([...files.keys()].sort()).toEqual(["descriptor.json", ...assets].sort());
    }
  });

  it("stand alone: nothing imported, nothing fetched, create() exported", () => {
    for (const { files, descriptor } of read()) {
      const code = (files.get(descriptor.entry) as Buffer).toString();
      expect(code).not.toMatch(/\bimport\s*[("'`{*]/);
      expect(code).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket/);
      expect(code).toMatch(/export\s*\{[^}]*\bcreate\b[^}]*\}/);
    }
  });
});
