import { defineConfig } from "vite";

/** The three pages of the shell. Player builds are made apart, by scripts/build.mjs. */
export default defineConfig({
  base: "/",
  publicDir: false,
  worker: { format: "es" },
  build: {
    target: "es2022",
    outDir: "target/classes/dev/croupier/overlay",
    emptyOutDir: true,
    assetsDir: "ui",
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["play.html", "lobby.html", "studio.html"] },
  },
});
