import type { BuildRef } from "../protocol/messages.js";
import type { BuildModule } from "./contract.js";

/** Why a build could not be had. */
export class LoadError extends Error {
  constructor(
    readonly code: "missing_chunk" | "integrity_mismatch" | "bad_module",
    detail: string,
  ) {
    super(detail);
  }
}

interface Manifest {
  readonly build: string;
  readonly builds: readonly BuildRef[];
}

/** Where an entry is: manifests name the file, absolute addresses stay as they are. */
export function entryUrl(entry: string): string {
  return /^(\/|https?:)/.test(entry) ? entry : `/assets/${entry}`;
}

/** The manifest's builds and which of them is current; null while nothing is published. */
export async function manifestOf(game: string): Promise<Manifest | null> {
  const response = await fetch(`/manifests/${encodeURIComponent(game)}.json`);
  if (!response.ok) {
    return null;
  }
  const body = (await response.json()) as Partial<Manifest>;
  return { build: body.build ?? "", builds: body.builds ?? [] };
}

/** Whether the bytes have one of the integrity's strongest hashes (Subresource Integrity). */
export async function hasIntegrity(bytes: ArrayBuffer, integrity: string): Promise<boolean> {
  const wanted = /sha384-([A-Za-z0-9+/=]+)/.exec(integrity)?.[1];
  if (wanted === undefined) {
    return false;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  return btoa(String.fromCharCode(...digest)) === wanted;
}

/**
 * Fetches an entry, checks its hash and imports exactly the bytes that were checked. Outside a
 * secure context there is no `crypto.subtle`: then the browser's own check of the fetch stands in.
 */
export async function loadBuild(build: BuildRef): Promise<{ readonly module: BuildModule; readonly blobUrl: string }> {
  let bytes: ArrayBuffer;
  const secure = "subtle" in crypto;
  try {
    const response = await fetch(entryUrl(build.entry), secure ? {} : { integrity: build.integrity });
    if (!response.ok) {
      throw new LoadError("missing_chunk", `${build.entry}: ${response.status}`);
    }
    bytes = await response.arrayBuffer();
  } catch (error) {
    throw error instanceof LoadError ? error : new LoadError("missing_chunk", `${build.entry}: ${String(error)}`);
  }
  if (secure && !(await hasIntegrity(bytes, build.integrity))) {
    throw new LoadError("integrity_mismatch", build.entry);
  }
  const blobUrl = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  try {
    const module = (await import(/* @vite-ignore */ blobUrl)) as Partial<BuildModule>;
    if (typeof module.create !== "function") {
      throw new LoadError("bad_module", "no create()");
    }
    return { module: module as BuildModule, blobUrl };
  } catch (error) {
    URL.revokeObjectURL(blobUrl);
    throw error instanceof LoadError ? error : new LoadError("bad_module", String(error));
  }
}
