package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.wire.ServerEncoder;
import dev.croupier.gateway.control.wire.ServerMessage;

/**
 * A message with its body written, ready for any number of sessions. Immutable.
 *
 * @param state what it is the latest state of, or null if each one counts
 * @param droppable only while the queue is short each one is sent; in a long one the latest will do
 */
public record Prepared(String type, String body, String state, boolean droppable) {
  /** Writes the body. */
  public static Prepared of(ServerMessage message) {
    return new Prepared(
        message.type(),
        ServerEncoder.body(message),
        stateOf(message),
        message instanceof ServerMessage.RoundProgress);
  }

  /** Absolute states may replace each other unseen; facts of rounds and bets may not. */
  private static String stateOf(ServerMessage message) {
    return switch (message) {
      case ServerMessage.Balance _,
          ServerMessage.MediaAnchor _,
          ServerMessage.MediaCatchup _,
          ServerMessage.MediaMove _,
          ServerMessage.TableStatus _,
          ServerMessage.OverlayChanged _,
          ServerMessage.Flags _,
          ServerMessage.RoundProgress _ ->
          message.type();
      case ServerMessage.Build build ->
          build.news() == ServerMessage.BuildNews.PINNED ? null : "build";
      case ServerMessage.Refusal refusal ->
          refusal.idempotencyKey() == null ? "error:" + refusal.code() : null;
      case ServerMessage.Welcome _,
          ServerMessage.RoundOpened _,
          ServerMessage.RoundClosed _,
          ServerMessage.RoundHeld _,
          ServerMessage.RoundVoided _,
          ServerMessage.RoundResult _,
          ServerMessage.RoundSettled _,
          ServerMessage.BetDecided _,
          ServerMessage.Handover _,
          ServerMessage.PlayerMessage _,
          ServerMessage.SessionEnded _,
          ServerMessage.RawRefusal _ ->
          null;
    };
  }
}
