/** The icons' strokes, in a 20 × 20 box. */
export const ICONS = {
  back: "M12 4l-6 6 6 6",
  soundOn: "M3 8v4h3l4 3V5L6 8zM13 7.5a3.5 3.5 0 0 1 0 5M15.3 5.2a7 7 0 0 1 0 9.6",
  soundOff: "M3 8v4h3l4 3V5L6 8zM13.5 8l4 4M17.5 8l-4 4",
  bars: "M3 17h14M5.5 14V9M10 14V4M14.5 14v-3",
  help: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM7.8 7.8a2.3 2.3 0 1 1 3.2 2.3c-.7.3-1 .7-1 1.5M10 14.2v.1",
  full: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5",
  cross: "M5 5l10 10M15 5 5 15",
  warn: "M10 3 18 17H2zM10 8v4M10 14.3v.1",
  tick: "M4 10.5 8 14.5 16 5.5",
  undo: "M7 4 3.5 7.5 7 11M4 7.5h8a4.2 4.2 0 0 1 0 8.5H8",
  rebet: "M16 5v4h-4M15.5 9A6 6 0 1 0 16 11.5",
  lock: "M6 9h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2zM7 9V6.5a3 3 0 0 1 6 0V9",
  play: "M6 4l10 6-10 6z",
} as const;

/** An icon as SVG text, hidden from readers: what holds it carries the name. */
export function icon(name: keyof typeof ICONS, size = 20): string {
  return `<svg class="icon" width="${size}" height="${size}" viewBox="0 0 20 20" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
}
