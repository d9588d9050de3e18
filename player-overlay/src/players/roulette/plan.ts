import { SPOTS, type Spot } from "./spots.js";

/** Where the spots of a felt are on the screen: pixels from the felt's own corner. Pure geometry. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface FeltPlan {
  readonly width: number;
  readonly height: number;
  /** The zero on top and the numbers running down, as on a phone. */
  readonly vertical: boolean;
  /** Space between printed cells, for looks: the spots' zones have none. */
  readonly inset: number;
  /** Diameter of a chip. */
  readonly chip: number;
  /** The zone that answers for a spot. */
  zone(spot: Spot): Rect;
  /** Where its chip lies. */
  point(spot: Spot): { readonly x: number; readonly y: number };
}

/** An edge or corner between cells answers at least this far to each side of its line. */
export const HALF_ZONE = 7;

export interface Horizontal {
  readonly zero: number;
  readonly cellW: number;
  readonly cellH: number;
  readonly column: number;
  /** Under the numbers, for streets and six-lines. */
  readonly gutter: number;
  readonly outsideH: number;
  readonly inset: number;
  readonly chip: number;
}

function half(size: number, most: number): number {
  return Math.max(HALF_ZONE, Math.min(most, size * 0.18));
}

export function horizontal(p: Horizontal): FeltPlan {
  const right = p.zero + 12 * p.cellW;
  const numbersH = 3 * p.cellH;
  const ex = half(p.cellW, 12);
  const ey = half(p.cellH, 10);
  const outsideY = (row: number) => numbersH + p.gutter + row * p.outsideH;
  const px = (x: number) => p.zero + (x / 2) * p.cellW;
  const py = (y: number) => (y / 2) * p.cellH;
  const zone = (s: Spot): Rect => {
    switch (s.kind) {
      case "dozen":
        return { x: px(s.x - 4), y: outsideY(0), w: 4 * p.cellW, h: p.outsideH };
      case "low":
      case "even":
      case "red":
      case "black":
      case "odd":
      case "high":
        return { x: px(s.x - 2), y: outsideY(1), w: 2 * p.cellW, h: p.outsideH };
      case "column":
        return { x: right, y: py(s.y - 1), w: p.column, h: p.cellH };
      case "straight":
        return s.numbers[0] === 0 ? { x: 0, y: 0, w: p.zero, h: numbersH } : { x: px(s.x - 1), y: py(s.y - 1), w: p.cellW, h: p.cellH };
      default: {
        const onColumnLine = s.x % 2 === 0;
        const onRowLine = s.y % 2 === 0;
        const w = onColumnLine ? 2 * ex : p.cellW;
        const x = px(s.x) - w / 2;
        if (s.y === 6) {
          return { x, y: numbersH - ey, w, h: ey + Math.max(p.gutter, HALF_ZONE) };
        }
        const h = onRowLine ? 2 * ey : p.cellH;
        return { x, y: py(s.y) - h / 2, w, h };
      }
    }
  };
  return {
    width: right + p.column,
    height: outsideY(2),
    vertical: false,
    inset: p.inset,
    chip: p.chip,
    zone,
    point(s) {
      const r = zone(s);
      const along = s.kind === "dozen" ? 0.78 : s.y === 10 ? 0.82 : 0.5;
      const y = s.y === 6 ? numbersH + p.gutter / 2 : r.y + r.h / 2;
      return { x: r.x + r.w * along, y };
    },
  };
}

export interface Vertical {
  readonly evenW: number;
  readonly dozenW: number;
  readonly cellW: number;
  readonly rowH: number;
  readonly inset: number;
  readonly chip: number;
}

/** The felt of a phone held upright: 14 rows, outside bets to the left. */
export function vertical(p: Vertical): FeltPlan {
  const left = p.evenW + p.dozenW;
  const ex = half(p.cellW, 12);
  const ey = half(p.rowH, 8);
  // The printed felt turned: its x runs down, its y from right to left.
  const px = (y: number) => left + ((6 - y) / 2) * p.cellW;
  const py = (x: number) => p.rowH + (x / 2) * p.rowH;
  const zone = (s: Spot): Rect => {
    switch (s.kind) {
      case "dozen":
        return { x: p.evenW, y: py(s.x - 4), w: p.dozenW, h: 4 * p.rowH };
      case "low":
      case "even":
      case "red":
      case "black":
      case "odd":
      case "high":
        return { x: 0, y: py(s.x - 2), w: p.evenW, h: 2 * p.rowH };
      case "column":
        return { x: px(s.y + 1), y: py(24), w: p.cellW, h: p.rowH };
      case "straight":
        return s.numbers[0] === 0 ? { x: left, y: 0, w: 3 * p.cellW, h: p.rowH } : { x: px(s.y + 1), y: py(s.x - 1), w: p.cellW, h: p.rowH };
      default: {
        const w = s.y % 2 === 0 ? 2 * ex : p.cellW;
        const h = s.x % 2 === 0 ? 2 * ey : p.rowH;
        return { x: px(s.y) - w / 2, y: py(s.x) - h / 2, w, h };
      }
    }
  };
  return {
    width: left + 3 * p.cellW,
    height: 14 * p.rowH,
    vertical: true,
    inset: p.inset,
    chip: p.chip,
    zone,
    point(s) {
      const r = zone(s);
      return s.kind === "dozen" ? { x: r.x + r.w * 0.6, y: r.y + r.h * 0.78 } : s.y === 10 ? { x: r.x + r.w * 0.75, y: r.y + r.h * 0.76 } : { x: r.x + r.w / 2, y: r.y + r.h / 2 };
    },
  };
}

/** Corners lie over edges, edges over cells. */
export function layer(spot: Spot): 1 | 2 | 3 {
  switch (spot.kind) {
    case "corner":
    case "trio":
    case "first_four":
    case "six_line":
      return 3;
    case "split":
    case "street":
      return 2;
    default:
      return 1;
  }
}

const TOP_FIRST: readonly Spot[] = [...SPOTS].sort((a, b) => layer(b) - layer(a));

/** The spot under a point of the felt; null beside it. */
export function hit(plan: FeltPlan, x: number, y: number): Spot | null {
  return (
    TOP_FIRST.find((spot) => {
      const r = plan.zone(spot);
      return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
    }) ?? null
  );
}
