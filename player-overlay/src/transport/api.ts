/** What the server says when it refuses: RFC 9457 with its stable `code`. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

export interface TokenSource {
  /** A valid bearer token; asked for again long before the held one ends, or when told that it is no good. */
  token(renew?: boolean): Promise<string>;
  readonly subject: string;
}

type Fetch = typeof fetch;

/** A random RFC 4122 version 4 id. `crypto.randomUUID` exists in secure contexts only, this everywhere. */
export function uuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40;
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Reads a JSON answer; a refusal becomes an {@link ApiError} with the problem's code. */
export async function answer(response: Response): Promise<unknown> {
  const text = await response.text();
  let body: unknown;
  try {
    body = text === "" ? null : JSON.parse(text);
  } catch {
    body = null;
  }
  if (response.ok) {
    return body;
  }
  const problem = (body ?? {}) as { code?: string; detail?: string; title?: string };
  throw new ApiError(response.status, problem.code ?? `http_${response.status}`, problem.detail ?? problem.title ?? response.statusText);
}

/**
 * Demo tokens of one role. The subject lives in `localStorage`, so a person keeps balance and
 * history across visits; two tabs are one player.
 */
export function demoTokens(role: "player" | "operator" | "supervisor", fetcher: Fetch = fetch.bind(globalThis)): TokenSource {
  const key = `croupier.${role}`;
  let subject = localStorage.getItem(key);
  if (subject === null) {
    subject = `${role}-${uuid().slice(0, 8)}`;
    localStorage.setItem(key, subject);
  }
  const who = subject;
  let held: Promise<string> | null = null;
  let refreshAt = 0;
  return {
    subject: who,
    token(renew = false) {
      if (held === null || renew || performance.now() > refreshAt) {
        refreshAt = performance.now() + 240_000;
        held = fetcher("/api/v1/demo/tokens", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ role, subject: who, ttlSeconds: 3600 }),
        })
          .then(answer)
          .then((body) => (body as { token: string }).token);
        held.catch(() => (held = null));
      }
      return held;
    },
  };
}

/** JSON over HTTP with the bearer token; changes of money or rounds carry an idempotency key. */
export async function api(tokens: TokenSource, method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<unknown> {
  const headers: Record<string, string> = { authorization: `Bearer ${await tokens.token()}` };
  if (body !== undefined) {
    headers["content-type"] = "application/json";
  }
  if (idempotencyKey !== undefined) {
    headers["idempotency-key"] = idempotencyKey;
  }
  return answer(await fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
}
