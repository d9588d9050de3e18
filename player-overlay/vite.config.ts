import { defineConfig } from "vite";

/** The three pages of the shell. Player builds are made apart, by scripts/build.mjs. */
export default defineConfig({
  base: "/",
  publicDir: false,
  worker: { format: "es" },
  build: {
    target: "es2022",
    // hls.js is loaded when it is needed and is as large as it is.
    chunkSizeWarningLimit: 700,
    outDir: "target/classes/dev/croupier/overlay",
    emptyOutDir: true,
    assetsDir: "ui",
    modulePreload: false,
    cssCodeSplit: true,
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["play.html", "lobby.html", "studio.html"] },
  },
});
