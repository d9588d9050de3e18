import type { Geometry, Mode } from "./contract.js";

export interface Window {
  readonly width: number;
  readonly height: number;
  readonly game: string;
  readonly safe: Geometry["safe"];
}

const WIDE_MIN_WIDTH = 960;
const WIDE_MIN_HEIGHT = 540;

export function modeOf(width: number, height: number): Mode {
  if (width < height) {
    return "portrait";
  }
  return width < WIDE_MIN_WIDTH || height < WIDE_MIN_HEIGHT ? "landscape" : "wide";
}

/**
 * Where the picture is and what is left: the shell's alone, so that a change of builds never moves
 * the video. Figures are the design's, at 1280×720, 390×844 and 844×390.
 */
export function layout({ width, height, game, safe }: Window): Geometry {
  const mode = modeOf(width, height);
  switch (mode) {
    case "wide": {
      const u = Math.min(1.5, Math.max(1, Math.min(width / 1280, height / 720)));
      const w = Math.min(width, (height * 16) / 9);
      return { mode, width, height, u, safe, stage: { x: Math.round((width - w) / 2), y: 0, width: Math.round(w), height: Math.round((w * 9) / 16) } };
    }
    case "portrait": {
      // The felt keeps at least 300 px below; a very flat window gives them from the picture.
      const wanted = (width * (game === "baccarat" ? 262 : 232)) / 390;
      const h = Math.round(Math.min(wanted, Math.max(140, height * (game === "baccarat" ? 0.31 : 0.275))));
      return { mode, width, height, u: 1, safe, stage: { x: 0, y: 0, width, height: h } };
    }
    case "landscape": {
      const h = Math.round(Math.min((height * 322) / 390, ((width * 572) / 844) * (9 / 16)));
      const w = Math.round((h * 16) / 9);
      return { mode, width, height, u: 1, safe, stage: { x: Math.round((width - w) / 2), y: 0, width: w, height: h } };
    }
  }
}
