import { answer } from "../transport/api.js";

/** One WHEP session: a peer connection with its stream and the resource that ends it. */
export interface WhepSession {
  readonly peer: RTCPeerConnection;
  readonly stream: MediaStream;
  /** Ends the session here and at the server; safe to call twice. */
  close(): void;
}

export interface WhepRequest {
  readonly url: string;
  readonly token: string;
  /** The control session whose anchor and QoS this picture belongs to. */
  readonly session?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * How long packets wait before they are played, at least. Left to itself each page finds its own
 * delay from the jitter it has seen, so two of them would show different frames; this is more than
 * what either needs on a fair network. Chromium's sound comes about 20 ms later than it is asked to
 * (measured), and its own lip sync leaves up to 30 ms alone: hence less for it.
 */
const PLAYOUT_MS = { video: 120, audio: 100 };

/**
 * Servers are named with an answer, when the connection is under way without them; so it goes on
 * alone, and they are for the next one if this one never comes about. A page where one way works
 * asks no relay for anything.
 */
const relays = { link: null as string | null, needed: false };

/**
 * Asks a WHEP address for its picture and sound. The offer carries no candidates: the server is
 * ICE-lite and learns ours from the checks, so nothing waits for gathering.
 */
export async function openWhep(request: WhepRequest): Promise<WhepSession> {
  const iceServers = relays.needed && relays.link !== null ? (await import("./relays.js")).iceServers(relays.link) : [];
  const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers });
  const stream = new MediaStream();
  let location: string | null = null;
  let closed = false;
  let answered = false;
  let connected = false;
  const close = () => {
    if (closed) {
      return;
    }
    closed = true;
    if (answered && !connected) {
      relays.needed = true;
    }
    peer.close();
    if (location !== null) {
      void fetch(location, { method: "DELETE", headers: { authorization: `Bearer ${request.token}` }, keepalive: true }).catch(() => undefined);
    }
  };
  try {
    peer.addEventListener("connectionstatechange", () => {
      connected ||= peer.connectionState === "connected";
    });
    peer.addEventListener("track", (event) => stream.addTrack(event.track));
    for (const kind of ["video", "audio"] as const) {
      // Set before the first packet: moved later it would show as a pause or a leap.
      peer.addTransceiver(kind, { direction: "recvonly" }).receiver.jitterBufferTarget = PLAYOUT_MS[kind];
    }
    const offer = await peer.createOffer();
    // Chromium decodes Opus in mono unless its own description asks for stereo.
    const sdp = (offer.sdp ?? "").replace(/useinbandfec=1(?!;stereo)/g, "useinbandfec=1;stereo=1");
    await peer.setLocalDescription({ type: "offer", sdp });
    const headers: Record<string, string> = { "content-type": "application/sdp", authorization: `Bearer ${request.token}` };
    if (request.session !== undefined) {
      headers["croupier-session"] = request.session;
    }
    const response = await fetch(request.url, { method: "POST", headers, body: sdp, ...(request.signal ? { signal: request.signal } : {}) });
    if (!response.ok) {
      await answer(response);
    }
    const where = response.headers.get("location");
    location = where === null ? null : new URL(where, response.url).href;
    relays.link = response.headers.get("link");
    answered = true;
    await peer.setRemoteDescription({ type: "answer", sdp: await response.text() });
    request.signal?.addEventListener("abort", close);
    return { peer, stream, close };
  } catch (error) {
    close();
    throw error;
  }
}
