package dev.croupier.gateway.media.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The controlling agent of one client towards one list of remote candidates (RFC 8445 §6–§8),
 * enough for servers, lite or full: it checks each candidate in turn, nominates the first that
 * answers and goes on asking it for consent (RFC 7675). Pure: {@code (event, now) → action}. Owner:
 * the client's event loop.
 */
final class ClientTransportIce {
  /** Pace of checks until one is answered (RFC 8445 §14.2: Ta of 50 ms). */
  static final long CHECK_MICROS = 50_000;

  /** Pace at which an unanswered nomination is repeated. */
  static final long NOMINATE_MICROS = 100_000;

  /** Consent checks come at random between these (RFC 7675 §5.1: 5 s ± 20 %; servers like more). */
  static final long CONSENT_MIN_MICROS = 2_500_000;

  static final long CONSENT_MAX_MICROS = 5_000_000;

  /** Without an answer for this long consent is gone (RFC 7675 §5.1). */
  static final long EXPIRY_MICROS = 30_000_000;

  /** Remote candidates that are tried. */
  static final int MAX_CANDIDATES = 16;

  /** Checks whose answer is still awaited; the oldest give way. */
  static final int MAX_OUTSTANDING = 64;

  private static final int TRANSACTION_BYTES = 12;

  /** A check to send now. */
  record Check(byte[] transaction, InetSocketAddress to, boolean useCandidate) {}

  /** What an answer meant. */
  enum Outcome {
    /** It belongs to no check, or came from elsewhere. */
    IGNORED,
    /** The first valid pair: it is selected. */
    SELECTED,
    /** The selected pair is alive. */
    CONFIRMED
  }

  private record Outstanding(InetSocketAddress to, long sentMicros, boolean useCandidate) {}

  private final RandomGenerator random;
  private final List<InetSocketAddress> candidates = new ArrayList<>();
  private final Map<String, Outstanding> outstanding = new LinkedHashMap<>();
  private int nextCandidate;
  private InetSocketAddress selected;
  private boolean nominated;
  private long nextMicros;
  private long lastAnswerMicros;
  private long rttMicros = -1;

  ClientTransportIce(RandomGenerator random) {
    this.random = random;
  }

  /** Begins with these candidates, most preferred first. */
  void start(List<InetSocketAddress> remotes, long nowMicros) {
    remotes.stream().distinct().limit(MAX_CANDIDATES).forEach(candidates::add);
    nextMicros = nowMicros;
    lastAnswerMicros = nowMicros;
  }

  /** The check that is due, if one is. */
  Optional<Check> poll(long nowMicros) {
    if (nowMicros < nextMicros || candidates.isEmpty()) {
      return Optional.empty();
    }
    boolean useCandidate = selected != null && !nominated;
    InetSocketAddress to;
    if (selected == null) {
      to = candidates.get(nextCandidate);
      nextCandidate = (nextCandidate + 1) % candidates.size();
      nextMicros = nowMicros + CHECK_MICROS;
    } else {
      to = selected;
      nextMicros =
          nowMicros
              + (nominated
                  ? random.nextLong(CONSENT_MIN_MICROS, CONSENT_MAX_MICROS)
                  : NOMINATE_MICROS);
    }
    byte[] transaction = new byte[TRANSACTION_BYTES];
    random.nextBytes(transaction);
    if (outstanding.size() == MAX_OUTSTANDING) {
      outstanding.remove(outstanding.keySet().iterator().next());
    }
    outstanding.put(key(transaction), new Outstanding(to, nowMicros, useCandidate));
    return Optional.of(new Check(transaction, to, useCandidate));
  }

  /** Whether this transaction was sent to this address and not answered yet. */
  boolean awaits(byte[] transaction, InetSocketAddress from) {
    Outstanding check = outstanding.get(key(transaction));
    return check != null && check.to().equals(from);
  }

  /** An authentic success response. */
  Outcome answered(byte[] transaction, InetSocketAddress from, long nowMicros) {
    if (!awaits(transaction, from)) {
      return Outcome.IGNORED;
    }
    Outstanding check = outstanding.remove(key(transaction));
    rttMicros = nowMicros - check.sentMicros();
    lastAnswerMicros = nowMicros;
    if (selected == null) {
      selected = from;
      nextMicros = nowMicros; // nominate at once
      return Outcome.SELECTED;
    }
    if (!selected.equals(from)) {
      return Outcome.IGNORED;
    }
    if (check.useCandidate() && !nominated) {
      nominated = true;
      nextMicros = nowMicros + random.nextLong(CONSENT_MIN_MICROS, CONSENT_MAX_MICROS);
    }
    return Outcome.CONFIRMED;
  }

  /** Whether no answer has come for 30 s, or none ever since the start. */
  boolean expired(long nowMicros) {
    return nowMicros - lastAnswerMicros > EXPIRY_MICROS;
  }

  /** When {@link #poll} wants to be asked again. */
  long nextMicros() {
    return nextMicros;
  }

  /** The address in use, or null before the first answer. */
  InetSocketAddress selected() {
    return selected;
  }

  /** Whether the address is one that this agent checks. */
  boolean knows(InetSocketAddress from) {
    return candidates.contains(from);
  }

  /** Round trip of the latest answered check, or -1. */
  long rttMicros() {
    return rttMicros;
  }

  private static String key(byte[] transaction) {
    return HexFormat.of().formatHex(Arrays.copyOf(transaction, TRANSACTION_BYTES));
  }
}
