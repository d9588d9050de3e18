package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import java.util.List;
import java.util.Map;

/**
 * The phases of joining that every WHEP client has, from the intended moment of the offer. Any
 * thread.
 */
final class JoinSeries {
  private static final double P95 = 95;

  private final Series answered = new Series();
  private final Series checked = new Series();
  private final Series connected = new Series();
  private final Series firstPacket = new Series();

  /** A client is connected: answer, checked path and keys. */
  void connected(long intended, long answeredAt, long checkedAt, long connectedAt) {
    answered.record(answeredAt - intended);
    checked.record(checkedAt - intended);
    connected.record(connectedAt - intended);
  }

  /** Its first packet came, if it did. */
  void firstPacket(long intended, long firstPacketAt) {
    if (firstPacketAt != WhepPlayerFigures.NEVER) {
      firstPacket.record(firstPacketAt - intended);
    }
  }

  List<Section.Named> named() {
    return List.of(
        answered.named("join_answered", "join: answer"),
        checked.named("join_checked", "join: path checked"),
        connected.named("join_connected", "join: keys agreed"),
        firstPacket.named("join_first_packet", "join: first packet"));
  }

  /** Adds the figures of keys and first packet; an empty key is left out. */
  void figures(Map<String, Double> figures, String connectedKey, String firstPacketKey) {
    ViewerMeters.put(figures, connectedKey, connected, P95);
    if (!firstPacketKey.isEmpty()) {
      ViewerMeters.put(figures, firstPacketKey, firstPacket, P95);
    }
  }
}
