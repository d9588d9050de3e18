import type { Micros } from "../protocol/messages.js";
import { liveOnly } from "./catchup.js";
import { openWhep } from "./whep.js";

/** A picture being played into its own video element, before or while it is on screen. */
export interface Engine {
  readonly kind: "webrtc" | "hls";
  readonly video: HTMLVideoElement;
  /** Table time of a presented frame, where the engine knows it. */
  captureOf(meta: VideoFrameCallbackMetadata): Micros | null;
  /** Figures for the quality pip and the QoS report. */
  stats(): Promise<EngineStats>;
  close(): void;
}

export interface EngineStats {
  readonly rttMs?: number | undefined;
  readonly jitterMs?: number | undefined;
  readonly packetsReceived?: number | undefined;
  readonly packetsLost?: number | undefined;
  readonly retransmittedPacketsReceived?: number | undefined;
  readonly framesDecoded?: number | undefined;
  readonly framesDropped?: number | undefined;
  readonly freezeCount?: number | undefined;
  readonly freezeMs?: number | undefined;
  readonly behindMs?: number | undefined;
}

export interface EngineRequest {
  readonly table: string;
  /** Where the program is played from: the table's own address, or where the server moved us. */
  readonly whep: string;
  readonly token: string;
  readonly session: string | null;
  readonly video: HTMLVideoElement;
  captureOfRtp(rtp: number): Micros | null;
  /** The connection is lost for good, or was not there for two seconds. */
  onFailed(): void;
}

/** A connection that is only disturbed comes back by itself in this time, or not at all. */
const DISTURBED_MS = 2000;

type Figures = Record<string, unknown>;
const number = (from: Figures, name: string, factor = 1): number | undefined => {
  const value = from[name];
  return typeof value === "number" ? value * factor : undefined;
};

export async function openWebRtc(request: EngineRequest): Promise<Engine> {
  const { video, token, session } = request;
  const whep = await openWhep(session === null ? { url: liveOnly(request.whep), token } : { url: request.whep, token, session });
  let disturbed = 0;
  const { peer } = whep;
  peer.addEventListener("connectionstatechange", () => {
    clearTimeout(disturbed);
    if (peer.connectionState === "failed") {
      request.onFailed();
    } else if (peer.connectionState === "disconnected") {
      disturbed = window.setTimeout(() => request.onFailed(), DISTURBED_MS);
    }
  });
  video.srcObject = whep.stream;
  return {
    kind: "webrtc",
    video,
    captureOf: (meta) => (meta.rtpTimestamp === undefined ? null : request.captureOfRtp(meta.rtpTimestamp)),
    async stats() {
      let out: EngineStats = {};
      for (const [, raw] of (await peer.getStats()) as unknown as Iterable<[string, Figures]>) {
        if (raw.type === "inbound-rtp" && raw.kind === "video") {
          out = {
            ...out,
            jitterMs: number(raw, "jitter", 1000),
            packetsReceived: number(raw, "packetsReceived"),
            packetsLost: number(raw, "packetsLost"),
            retransmittedPacketsReceived: number(raw, "retransmittedPacketsReceived"),
            framesDecoded: number(raw, "framesDecoded"),
            framesDropped: number(raw, "framesDropped"),
            freezeCount: number(raw, "freezeCount"),
            freezeMs: number(raw, "totalFreezesDuration", 1000),
          };
        } else if (raw.type === "candidate-pair" && raw.nominated === true && typeof raw.currentRoundTripTime === "number") {
          out = { ...out, rttMs: raw.currentRoundTripTime * 1000 };
        }
      }
      return out;
    },
    close() {
      clearTimeout(disturbed);
      whep.close();
      video.srcObject = null;
    },
  };
}

