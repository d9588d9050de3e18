// Makes what the module ships: the shell's pages (into the jar's class path) and the player builds (zips to be published).
import { fileURLToPath } from "node:url";
import { build } from "vite";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
await build({ logLevel: "warn" });
