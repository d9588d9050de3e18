/** The time exchange over WebSocket (`/time`): 24 bytes ask, 80 bytes answer, big-endian, times in µs. */
export const ASK_BYTES = 24;
export const ANSWER_BYTES = 80;
const VERSION = 1;
const ASK = 1;
const ANSWER = 2;

export interface TimeAnswer {
  readonly seq: number;
  /** The client's own sending time, as echoed. */
  readonly t1: number;
  /** Table time of arrival and of departure at the server. */
  readonly t2: number;
  readonly t3: number;
  readonly wallMinusTable: number;
  readonly clockId: string;
  readonly epoch: number;
  readonly leap: number;
  readonly stratum: number;
  readonly rootDelay: number;
  readonly rootDispersion: number;
  readonly bound: number;
}

export function encodeAsk(seq: number, t1: number): ArrayBuffer {
  const bytes = new ArrayBuffer(ASK_BYTES);
  const view = new DataView(bytes);
  view.setUint8(0, VERSION);
  view.setUint8(1, ASK);
  view.setUint32(4, seq >>> 0);
  view.setBigInt64(8, BigInt(Math.round(t1)));
  return bytes;
}

/** Reads an answer; anything else is null. */
export function decodeAnswer(bytes: ArrayBuffer): TimeAnswer | null {
  if (bytes.byteLength < ANSWER_BYTES) {
    return null;
  }
  const view = new DataView(bytes);
  if (view.getUint8(0) !== VERSION || view.getUint8(1) !== ANSWER) {
    return null;
  }
  let clockId = "";
  for (let i = 40; i < 56; i++) {
    clockId += view.getUint8(i).toString(16).padStart(2, "0");
  }
  return {
    leap: view.getUint8(2),
    stratum: view.getUint8(3),
    seq: view.getUint32(4),
    t1: Number(view.getBigInt64(8)),
    t2: Number(view.getBigInt64(16)),
    t3: Number(view.getBigInt64(24)),
    wallMinusTable: Number(view.getBigInt64(32)),
    clockId,
    epoch: Number(view.getBigUint64(56)),
    rootDelay: view.getUint32(64),
    rootDispersion: view.getUint32(68),
    bound: view.getUint32(72),
  };
}
