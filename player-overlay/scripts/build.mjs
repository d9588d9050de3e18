// Makes what the module ships: the shell's pages (into the jar's class path) and the player builds (zips to be published).
// Does nothing if nothing changed since the last time.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { zip } from "./zip.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const PLAYERS = "src/players";
const BUILDS = "target/builds";
const STAMP = "target/build.sha256";

function inputs(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? inputs(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const file of [...inputs("src"), ...inputs("scripts"), "play.html", "lobby.html", "studio.html", "vite.config.ts", "package-lock.json"]) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** One player build: a single module with its styles inside, named by its hash, and its descriptor. */
async function playerBuild(folder) {
  const { game, semver, name, contractVer } = JSON.parse(readFileSync(join(folder, "build.json"), "utf8"));
  const made = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      lib: { entry: join(folder, "index.ts"), formats: ["es"], fileName: "entry" },
      rolldownOptions: { output: { codeSplitting: false, comments: false, minify: true } },
    },
  });
  const output = (Array.isArray(made) ? made : [made]).flatMap((one) => one.output);
  if (output.length !== 1 || output[0].type !== "chunk") {
    throw new Error(`${folder}: one module expected, got ${output.map((one) => one.fileName).join(", ")}`);
  }
  const bytes = Buffer.from(output[0].code, "utf8");
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const entry = `${name}.${hash}.js`;
  const buildId = `${game}-${semver}`;
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  const descriptor = { buildId, semver, game, contractVer, entry, integrity, assets: [entry] };
  const archive = zip([
    { name: "descriptor.json", bytes: Buffer.from(`${JSON.stringify(descriptor, null, 2)}\n`, "utf8") },
    { name: entry, bytes },
  ]);
  writeFileSync(join(BUILDS, `${buildId}.zip`), archive);
  return { buildId, bytes: bytes.length };
}

const now = fingerprint();
if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === now && existsSync(BUILDS)) {
  process.exit(0);
}
rmSync("target/classes/dev/croupier/overlay", { recursive: true, force: true });
for (const page of ["play", "lobby", "studio"]) {
  process.env.PAGE = page;
  await build({ logLevel: "warn" });
}
rmSync(BUILDS, { recursive: true, force: true });
mkdirSync(BUILDS, { recursive: true });
for (const folder of readdirSync(PLAYERS).sort()) {
  if (existsSync(join(PLAYERS, folder, "build.json"))) {
    const { buildId, bytes } = await playerBuild(join(PLAYERS, folder));
    console.log(`player-overlay: ${buildId}.zip, ${(bytes / 1024).toFixed(1)} KB`);
  }
}
writeFileSync(STAMP, now);
