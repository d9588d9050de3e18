// Installs the locked packages, only when the lock changed since the last time: an install is slow, a hash is not.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "node_modules", ".croupier-lock");
const wanted = createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).update(process.version).digest("hex");

if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
  process.exit(0);
}
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`player-overlay needs Node 20.19 or newer, this is ${process.version}`);
  process.exit(1);
}
console.log("player-overlay: installing the locked npm packages");
const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, stdio: "inherit" });
if (done.status !== 0) {
  process.exit(done.status ?? 1);
}
writeFileSync(stamp, wanted);
