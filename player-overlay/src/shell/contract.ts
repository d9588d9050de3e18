import type { Item, Limits, Micros, Result, ServerMessage } from "../protocol/messages.js";

/**
 * What a player build and the shell promise each other; `contractVer` of a build's descriptor.
 * Types only: a build is a bundle of its own and shares no code with the shell at run time.
 */
export const HOST_CONTRACT = 1;

export type Mode = "wide" | "portrait" | "landscape";

/** The stage and what is left for bets, in CSS pixels; the same for every build. */
export interface Geometry {
  readonly mode: Mode;
  readonly width: number;
  readonly height: number;
  /** The design's unit: 1 at 1280×720, 1.5 at 1920×1080; 1 on phones. */
  readonly u: number;
  readonly stage: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** What notches and home bars take. */
  readonly safe: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
}

export type Phase = "open" | "closed" | "held" | "resulted" | "settled" | "voided";

export interface RoundView {
  readonly round: string;
  readonly phase: Phase;
  readonly openedAt: Micros;
  /** When betting ends for the eye; the server's own close lies a little later. */
  readonly closesAt: Micros;
  readonly calcVer: string;
  readonly result: Result | null;
  readonly reason: string;
}

/** `sending`: no answer yet. `undoing`: its cancel has no answer yet. */
export type SlipState = "sending" | "accepted" | "undoing" | "settled" | "void";

export interface Slip {
  readonly key: string;
  readonly bet: string | null;
  readonly round: string;
  readonly state: SlipState;
  readonly items: readonly Item[];
}

/** How a round ended for this player. */
export interface Outcome {
  readonly round: string;
  readonly kind: "settled" | "void";
  readonly result: Result | null;
  readonly stakedMinor: number;
  readonly returnedMinor: number;
  readonly netMinor: number;
  readonly reason: string;
  readonly at: Micros;
}

export interface TableView {
  readonly table: string;
  readonly title: string;
  readonly currency: string;
  readonly exponent: number;
  readonly balanceMinor: number;
  readonly limits: Limits;
  /** Chip values in minor units, smallest first. */
  readonly chips: readonly number[];
  /** Newest first. */
  readonly lastResults: readonly Result[];
  readonly round: RoundView | null;
  /** This player's slips of the current round, oldest first, without refused and cancelled ones. */
  readonly slips: readonly Slip[];
  readonly outcome: Outcome | null;
  /** Stakes of the last round in which this player had bets, for a rebet. */
  readonly lastStakes: readonly Item[];
  readonly lastWinMinor: number;
  /** When the next round is expected, learned from the rounds before; null while unknown. */
  readonly nextOpensAt: Micros | null;
  readonly badge: Badge;
}

/** The build on screen and the one that waits for this player's round to end. */
export interface Badge {
  readonly buildId: string;
  readonly semver: string;
  readonly name: string;
  readonly pending: string | null;
}

export interface Toast {
  readonly kind: "bad" | "warn" | "ok" | "info";
  readonly title: string;
  readonly detail: string;
}

/** What the shell gives a build. Calls of a build that is not on screen have no effect on the page. */
export interface Host {
  readonly root: ShadowRoot;
  readonly buildId: string;
  readonly semver: string;
  view(): TableView;
  geometry(): Geometry;
  /** Table time, µs. */
  now(): Micros;
  reducedMotion(): boolean;
  /** Sends one slip; false if it cannot be sent now. */
  place(items: readonly Item[]): boolean;
  /** Takes a slip back. */
  undo(key: string): boolean;
  toast(toast: Toast): void;
  /** Speaks to a screen reader. */
  say(text: string, urgent?: boolean): void;
}

/** What a build hands to its successor, so that a swap loses no choice and no focus. */
export interface Carry {
  readonly chipMinor?: number;
  readonly focus?: string;
  readonly shownOutcome?: string;
}

export interface Build {
  /** The name beside the version, e.g. "Salon". */
  readonly name: string;
  /** Builds the page part off screen from the current state; done when it could be shown. */
  prepare(view: TableView): Promise<void> | void;
  /** Is on screen from this frame on. */
  activate(carry: Carry): void;
  /** After every change of the view, with the message that made it, where one did. */
  update(view: TableView, cause: ServerMessage | null): void;
  resize(geometry: Geometry): void;
  snapshot(): Carry;
  dispose(): void;
}

export interface BuildModule {
  create(host: Host): Build;
}
