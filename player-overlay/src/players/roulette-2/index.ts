import type { Build, Geometry, Host } from "../../shell/contract.js";
import { Roulette } from "../roulette/game.js";
import { horizontal, vertical, type FeltPlan } from "../roulette/plan.js";
import { Racetrack } from "../roulette/racetrack.js";
import css from "./lounge.css?inline";

/** Racetrack, ring and margins beside the felt; without the racetrack below this width. */
const BESIDE_WIDE = 656;
const RACETRACK_FROM = 1160;
const BESIDE_NARROW = 236;
const BESIDE_LANDSCAPE = 376;
const AROUND_PORTRAIT = 54 + 64 + 66;

function plan({ mode, width, height, u, stage, safe }: Geometry): FeltPlan {
  switch (mode) {
    case "wide": {
      const room = Math.min(width, stage.width) / u;
      const cellW = Math.max(30, Math.min(62, (room - (width < RACETRACK_FROM ? BESIDE_NARROW : BESIDE_WIDE)) / 12));
      return horizontal({ zero: 46, cellW, cellH: 37, column: 46, gutter: 9, outsideH: 28, inset: 1.5, chip: 25 });
    }
    case "landscape":
      return horizontal({ zero: 32, cellW: Math.max(23, Math.min(44, (width - BESIDE_LANDSCAPE) / 12)), cellH: 29, column: 32, gutter: 7, outsideH: 23, inset: 1, chip: 20 });
    case "portrait": {
      const felt = Math.min(560, width - 18);
      const evenW = Math.min(80, felt * 0.161);
      const dozenW = Math.min(72, felt * 0.145);
      return vertical({ evenW, dozenW, cellW: (felt - evenW - dozenW) / 3, rowH: Math.max(24, Math.min(40, (height - stage.height - AROUND_PORTRAIT - safe.bottom) / 14)), inset: 1.5, chip: 24 });
    }
  }
}

export function create(host: Host): Build {
  return new Roulette(host, {
    name: "Lounge",
    css,
    plan,
    results: ({ mode, width }) => (mode === "wide" ? 10 : mode === "landscape" ? 8 : width < 380 ? 5 : 6),
    actionsInBar: ({ mode }) => mode === "wide",
    extra: ({ placeAll }) => new Racetrack(placeAll),
  });
}
