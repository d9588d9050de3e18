package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.ids.TableId;

/** Hears what goes over players' sockets, to count it. Any thread; must not block. */
public interface Traffic {
  /** Counts nothing. */
  Traffic NONE = new Traffic() {};

  /** A client's message of a known type was taken. */
  default void received(String type) {}

  /** A message went to a socket. */
  default void sent(String type) {}

  /** A message was refused without being stored. */
  default void refused(String code) {}

  /** A socket was closed by us. */
  default void closed(CloseCode code) {}

  /** A page reported how a build came up: {@code ready} or {@code failed}. */
  default void swapped(String outcome) {}

  /** A table's sessions are one more or one less. */
  default void sessions(TableId table, int change) {}
}
