import Hls from "hls.js";
import type { Engine, EngineRequest } from "./engines.js";

/** The standard video: hls.js, this module loaded when it is first needed; the browser's own player where there is no MSE. */
export function openHls(request: EngineRequest): Engine {
  const { video, token } = request;
  const src = `/hls/${encodeURIComponent(request.table)}/index.m3u8`;
  if (!Hls.isSupported()) {
    video.src = src;
    return { kind: "hls", video, captureOf: () => null, stats: () => Promise.resolve({}), close: () => video.removeAttribute("src") };
  }
  const hls = new Hls({
    lowLatencyMode: true,
    backBufferLength: 10,
    enableWorker: true,
    xhrSetup: (xhr) => xhr.setRequestHeader("authorization", `Bearer ${token}`),
  });
  hls.on(Hls.Events.ERROR, (_, data) => {
    if (data.fatal) {
      request.onFailed();
    }
  });
  hls.loadSource(src);
  hls.attachMedia(video);
  return {
    kind: "hls",
    video,
    // EXT-X-PROGRAM-DATE-TIME is table time.
    captureOf: () => (hls.playingDate === null ? null : hls.playingDate.getTime() * 1000),
    stats() {
      const quality = video.getVideoPlaybackQuality();
      return Promise.resolve({ framesDecoded: quality.totalVideoFrames, framesDropped: quality.droppedVideoFrames, behindMs: hls.latency * 1000 });
    },
    close: () => hls.destroy(),
  };
}
