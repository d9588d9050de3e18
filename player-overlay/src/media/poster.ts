/** So often a poster that is on the page is asked for again: it is a second old at most when it is handed out. */
export const EVERY_MS = 1000;

export interface PosterOptions {
  readonly table: string;
  token(): Promise<string>;
  /** A picture's address while one is to be seen, else null. */
  onPoster(url: string | null): void;
}

/** A table's picture as a still, kept fresh until there are moving ones. */
export class Poster {
  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #url: string | null = null;
  #asked: AbortController | null = null;

  constructor(
    readonly options: PosterOptions,
    readonly everyMs = EVERY_MS,
  ) {}

  get shown(): boolean {
    return this.#url !== null;
  }

  start(): void {
    if (this.#asked === null) {
      this.#asked = new AbortController();
      void this.#ask(++this.#run, this.#asked.signal);
    }
  }

  /** Moving pictures are there: it goes at once. */
  stop(): void {
    if (this.#asked !== null) {
      this.#run++;
      clearTimeout(this.#timer);
      this.#asked.abort();
      this.#asked = null;
      this.#show(null);
    }
  }

  async #ask(run: number, signal: AbortSignal): Promise<void> {
    let picture: Blob | null = null;
    try {
      if (document.hidden) {
        throw new Error("nobody looks");
      }
      const authorization = `Bearer ${await this.options.token()}`;
      const answer = await fetch(`/api/v1/tables/${encodeURIComponent(this.options.table)}/poster.jpg`, { headers: { authorization }, signal });
      picture = answer.ok ? await answer.blob() : null;
    } catch {
      // Asked for again below.
    }
    if (run === this.#run) {
      this.#show(picture);
      this.#timer = setTimeout(() => void this.#ask(run, signal), this.everyMs);
    }
  }

  #show(picture: Blob | null): void {
    const old = this.#url;
    this.#url = picture === null ? null : URL.createObjectURL(picture);
    if (old !== this.#url) {
      this.options.onPoster(this.#url);
    }
    if (old !== null) {
      URL.revokeObjectURL(old);
    }
  }
}

/** Where posters lie: beneath the video, so that its first picture covers them in the same frame. */
export function posterIn(box: HTMLElement): (url: string | null) => void {
  const image = document.createElement("img");
  image.className = "poster";
  image.alt = "";
  return (url) => {
    if (url === null) {
      image.remove();
    } else {
      image.src = url;
      box.prepend(image);
    }
  };
}
