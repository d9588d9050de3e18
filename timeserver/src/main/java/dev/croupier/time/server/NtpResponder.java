package dev.croupier.time.server;

import dev.croupier.time.wire.NtpPacket;
import dev.croupier.time.wire.NtpTimestamp;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What an NTP server answers: a pure function of the request, its source and the time.
 *
 * <p>Table time is served as if it were UTC, which it is about. An answer is 48 bytes and so never
 * longer than its request. Not thread-safe: one event loop.
 */
final class NtpResponder {
  /** What came of a datagram; the names are the meter's tags. */
  enum Outcome {
    ANSWERED,
    KISSED,
    LIMITED,
    MALFORMED,
    CONTROL,
    NOT_A_REQUEST
  }

  /** In a kiss-o'-death: ask no more than every 2^6 s. */
  private static final int KISS_POLL = 6;

  private final TimeQuality quality;
  private final RateLimit limit;
  private final long referenceMicros;

  /**
   * A responder.
   *
   * @param referenceMicros when the clock was set
   */
  NtpResponder(TimeQuality quality, RateLimit limit, long referenceMicros) {
    this.quality = quality;
    this.limit = limit;
    this.referenceMicros = referenceMicros;
  }

  /**
   * Judges a request and, if it is to be answered, writes all but the transmit time into {@code
   * out}.
   *
   * @param receivedMicros table time at its arrival
   */
  Outcome respond(ByteBuffer request, InetAddress from, long receivedMicros, ByteBuffer out) {
    NtpPacket asked;
    switch (NtpPacket.parse(request)) {
      case NtpPacket.Parse.Rejected(NtpPacket.Reason reason) -> {
        return reason == NtpPacket.Reason.CONTROL ? Outcome.CONTROL : Outcome.MALFORMED;
      }
      case NtpPacket.Parse.Parsed(NtpPacket packet) -> asked = packet;
    }
    if (asked.mode() != NtpPacket.MODE_CLIENT) {
      return Outcome.NOT_A_REQUEST; // answering answers would let two servers talk for ever
    }
    return switch (limit.decide(keyOf(from), receivedMicros)) {
      case DROP -> Outcome.LIMITED;
      case KISS -> {
        kiss(asked, receivedMicros).write(out);
        yield Outcome.KISSED;
      }
      case ANSWER -> {
        answer(asked, receivedMicros).write(out);
        yield Outcome.ANSWERED;
      }
    };
  }

  /** Puts the transmit time into an answer, as late as can be. */
  static void stamp(ByteBuffer answer, long nowMicros) {
    answer.putLong(NtpPacket.LENGTH - Long.BYTES, NtpTimestamp.fromUnixMicros(nowMicros));
  }

  private NtpPacket answer(NtpPacket asked, long receivedMicros) {
    return new NtpPacket(
        quality.leap(),
        asked.version(),
        NtpPacket.MODE_SERVER,
        quality.stratum(),
        asked.poll(),
        quality.precision(),
        quality.rootDelayMicros(),
        quality.rootDispersionMicros(),
        quality.referenceId(),
        NtpTimestamp.fromUnixMicros(referenceMicros),
        asked.transmit(),
        NtpTimestamp.fromUnixMicros(receivedMicros),
        NtpTimestamp.fromUnixMicros(receivedMicros));
  }

  private NtpPacket kiss(NtpPacket asked, long receivedMicros) {
    return new NtpPacket(
        3,
        asked.version(),
        NtpPacket.MODE_SERVER,
        0,
        Math.max(asked.poll(), KISS_POLL),
        quality.precision(),
        0,
        0,
        NtpPacket.KISS_RATE,
        0,
        asked.transmit(),
        NtpTimestamp.fromUnixMicros(receivedMicros),
        NtpTimestamp.fromUnixMicros(receivedMicros));
  }

  /** An IPv4 address, or an IPv6 /64: whoever has one of its addresses has them all. */
  static long keyOf(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.BIG_ENDIAN);
    long key =
        bytes.remaining() == 4
            ? 1L << 32 | Integer.toUnsignedLong(bytes.getInt())
            : bytes.getLong();
    return key == 0 ? 1 : key;
  }
}
