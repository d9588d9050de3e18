import type { Build, Geometry, Host } from "../../shell/contract.js";
import { Roulette } from "../roulette/game.js";
import { horizontal, vertical, type FeltPlan } from "../roulette/plan.js";
import css from "./salon.css?inline";

/** Space that the parts beside the felt take, at the design's unit. */
const BESIDE_WIDE = 596;
const BESIDE_LANDSCAPE = 376;
/** Stage's lower edge to the felt, then rack and bar beneath it. */
const AROUND_PORTRAIT = 56 + 64 + 66;

function plan({ mode, width, height, u, stage, safe }: Geometry): FeltPlan {
  switch (mode) {
    case "wide":
      return horizontal({ zero: 54, cellW: Math.max(34, Math.min(64, (Math.min(width / u, stage.width / u) - BESIDE_WIDE) / 12)), cellH: 40, column: 54, gutter: 9, outsideH: 27, inset: 0, chip: 26 });
    case "landscape":
      return horizontal({ zero: 32, cellW: Math.max(23, Math.min(44, (width - BESIDE_LANDSCAPE) / 12)), cellH: 29, column: 32, gutter: 7, outsideH: 23, inset: 0, chip: 20 });
    case "portrait": {
      const felt = Math.min(560, width - 18);
      const evenW = Math.min(80, felt * 0.161);
      const dozenW = Math.min(72, felt * 0.145);
      return vertical({ evenW, dozenW, cellW: (felt - evenW - dozenW) / 3, rowH: Math.max(24, Math.min(40, (height - stage.height - AROUND_PORTRAIT - safe.bottom) / 14)), inset: 0, chip: 24 });
    }
  }
}

export function create(host: Host): Build {
  return new Roulette(host, { name: "Salon", css, plan, results: ({ mode, width }) => (mode === "wide" ? 10 : mode === "landscape" ? 8 : width < 380 ? 5 : 6) });
}
