import { defineConfig, type Plugin } from "vite";

/** Vite's helper for lazy parts preloads their styles; ours have none, so a plain import() does. */
const plainImports: Plugin = {
  name: "plain-imports",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : null),
};

/**
 * One page of the shell, named by PAGE in the environment: each page is a bundle of its own, so
 * that a change of one leaves the others' files alone. Player builds are made by scripts/build.mjs.
 */
export default defineConfig({
  base: "/",
  publicDir: false,
  plugins: [plainImports],
  worker: { format: "es" },
  build: {
    target: "es2022",
    // hls.js is loaded when it is needed and is as large as it is.
    chunkSizeWarningLimit: 700,
    outDir: "target/classes/dev/croupier/overlay",
    emptyOutDir: false,
    assetsDir: "ui",
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: { input: [`${process.env.PAGE ?? "play"}.html`] },
  },
});
