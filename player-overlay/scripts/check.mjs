// Lint, types, tests, in this order; the first that fails ends the run with its own words.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const cwd = fileURLToPath(new URL("..", import.meta.url));
for (const step of ["lint", "typecheck", "test"]) {
  const done = spawnSync("npm", ["run", "--silent", step], { cwd, stdio: "inherit" });
  if (done.status !== 0) {
    console.error(`player-overlay: npm run ${step} failed`);
    process.exit(done.status ?? 1);
  }
}
