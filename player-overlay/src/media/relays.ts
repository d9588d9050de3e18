const SERVER = /<((?:stun|turn)s?:[^>]*)>((?:\s*;\s*[\w-]+=(?:"(?:[^"\\]|\\.)*"|[^\s;,"]+))*)/g;
const PARAMETER = /;\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))/g;

/** The STUN and TURN servers that the `Link` of an answer names (RFC 9725 section 4.6). */
export function iceServers(link: string | null): RTCIceServer[] {
  const servers: RTCIceServer[] = [];
  for (const [, urls = "", rest = ""] of (link ?? "").matchAll(SERVER)) {
    const parameters = new Map<string, string>();
    for (const [, name = "", quoted, plain] of rest.matchAll(PARAMETER)) {
      parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
    }
    const username = parameters.get("username");
    const credential = parameters.get("credential");
    if (parameters.get("rel") === "ice-server") {
      servers.push(username === undefined || credential === undefined ? { urls } : { urls, username, credential });
    }
  }
  return servers;
}

/**
 * Which relays there are, and whether this network needs one. Servers are named with an answer, when
 * the connection is under way without them; so it goes on alone, and they are for the next one if
 * this one never comes about. A page where one way works asks no relay for anything.
 */
export class Relays {
  #named: readonly RTCIceServer[] = [];
  #needed = false;

  /** An answer has come. */
  told(link: string | null): void {
    const servers = iceServers(link);
    if (servers.length > 0) {
      this.#named = servers;
    }
  }

  /** A connection is given up that never came about. */
  failed(): void {
    this.#needed = true;
  }

  /** What the next connection may use. */
  servers(): RTCIceServer[] {
    return this.#needed ? [...this.#named] : [];
  }
}
