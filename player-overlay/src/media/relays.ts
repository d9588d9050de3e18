const SERVER = /<((?:stun|turn)s?:[^>]*)>((?:\s*;\s*[\w-]+=(?:"(?:[^"\\]|\\.)*"|[^\s;,"]+))*)/g;
const PARAMETER = /;\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))/g;

/** The STUN and TURN servers that the `Link` of an answer names (RFC 9725 section 4.6). Loaded when one is needed. */
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
