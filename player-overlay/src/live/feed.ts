import type { Anchor, ServerMessage } from "../protocol/messages.js";
import { initial, reduce, type TableState } from "../shell/table.js";
import type { TableTime } from "../time/tabletime.js";
import type { TokenSource } from "../transport/api.js";
import { ControlSocket, type Link } from "../transport/control.js";
import { socketUrl } from "./clock.js";

export interface FeedOptions {
  readonly table: string;
  /** What the page calls itself in its hello. */
  readonly page: string;
  readonly tokens: TokenSource;
  readonly time: TableTime;
  onChange(message: ServerMessage | null): void;
}

/** One table as it happens, over a control socket of its own, for pages that do not play. */
export class TableFeed {
  state: TableState;
  link: Link = "connecting";
  anchor: Anchor | null = null;
  readonly #socket: ControlSocket;

  constructor(readonly options: FeedOptions) {
    this.state = initial(options.table);
    this.#socket = new ControlSocket({
      url: socketUrl("/ws"),
      table: options.table,
      token: (renew) => options.tokens.token(renew),
      build: () => options.page,
      onStamp: (stamp) => options.time.hint(stamp),
      onLink: (link) => {
        this.link = link;
        options.onChange(null);
      },
      onMessage: (message) => {
        if (message.type === "welcome") {
          this.anchor = message.body.snapshot?.anchor ?? this.anchor;
        } else if (message.type === "media.anchor") {
          this.anchor = message.body;
        }
        this.state = reduce(this.state, { type: "server", message });
        options.onChange(message);
      },
    });
  }

  start(): void {
    this.#socket.start();
  }

  hurry(): void {
    this.#socket.hurry();
  }

  end(): void {
    this.#socket.end();
  }
}
