import type { Estimate } from "../time/estimate.js";
import { TableTime } from "../time/tabletime.js";

/** Table time of a page with what is known of the clock behind it. */
export interface PageClock {
  readonly time: TableTime;
  /** Which clock it is and how often it was set anew; null before its first answer. */
  identity(): { readonly clockId: string; readonly epoch: number } | null;
}

export function socketUrl(path: string): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}

/** Starts the clock worker; table time is there after its first answers. */
export function pageClock(): PageClock {
  const time = new TableTime(() => (performance.timeOrigin + performance.now()) * 1000);
  let identity: { clockId: string; epoch: number } | null = null;
  const worker = new Worker(new URL("../time/worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = (event: MessageEvent<{ estimate: Estimate | null; clockId: string; epoch: number }>) => {
    const { estimate, clockId, epoch } = event.data;
    identity = { clockId, epoch };
    if (estimate !== null) {
      time.update(estimate);
    }
  };
  worker.postMessage({ url: socketUrl("/time") });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      worker.postMessage({ wake: true });
    }
  });
  return { time, identity: () => identity };
}

/** `12:44:04`, of a day in UTC as on the wall board. */
export function clockText(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(11, 19);
}

/** `12:44:04.217`. */
export function clockMillisText(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(11, 23);
}
