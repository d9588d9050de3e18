package dev.croupier.loadtest.relay;

import java.util.Locale;

/** Why a datagram did not go on. */
enum DropReason {
  /** By the asked loss, single or in bursts. */
  LOSS,
  /** The queue before the limited rate was full. */
  QUEUE,
  /** It came during a blackout. */
  BLACKOUT,
  /** The relay holds as much as it may: the asked delays are too long for what comes. */
  MEMORY,
  /** The kernel took no more: the receiver's or the relay's own buffer is full. */
  SEND,
  /** As many clients as may be are there already. */
  FLOWS,
  /** No server's address is known: none was given, and no answer has named one. */
  NO_SERVER,
  /** Larger than what is read whole. */
  SIZE;

  /** As in keys: {@code loss}, {@code no_server}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As in headings. */
  String label() {
    return switch (this) {
      case LOSS -> "by loss";
      case QUEUE -> "by a full queue";
      case BLACKOUT -> "by blackouts";
      case MEMORY -> "for want of the relay's memory";
      case SEND -> "by the kernel's buffers";
      case FLOWS -> "of clients beyond the cap";
      case NO_SERVER -> "without a known server";
      case SIZE -> "as too large";
    };
  }
}
