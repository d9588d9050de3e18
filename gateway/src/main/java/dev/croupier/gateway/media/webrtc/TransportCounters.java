package dev.croupier.gateway.media.webrtc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one socket's transports refused, received and sent, counted since the start. Any thread;
 * reading sums without stopping writers.
 */
public final class TransportCounters {
  private final LongAdder[] refusals = new LongAdder[TransportRefusal.values().length];
  private final LongAdder packetsIn = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder packetsOut = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  private final LongAdder faults = new LongAdder();

  /** All zero. */
  public TransportCounters() {
    for (int i = 0; i < refusals.length; i++) {
      refusals[i] = new LongAdder();
    }
  }

  /** Counts one refusal. */
  @SuppressWarnings("EnumOrdinal") // an index into an array of this very process
  public void refused(TransportRefusal reason) {
    refusals[reason.ordinal()].increment();
  }

  /** Counts one session that an exception ended. */
  public void fault() {
    faults.increment();
  }

  /** Sessions that ended because of an exception, each a bug of ours. */
  public long faults() {
    return faults.sum();
  }

  /** Counts one datagram received, whatever became of it. */
  public void received(int bytes) {
    packetsIn.increment();
    bytesIn.add(bytes);
  }

  /** Counts one datagram handed to the socket. */
  public void sent(int bytes) {
    packetsOut.increment();
    bytesOut.add(bytes);
  }

  /** How often something was refused for this reason. */
  @SuppressWarnings("EnumOrdinal")
  public long refusals(TransportRefusal reason) {
    return refusals[reason.ordinal()].sum();
  }

  /** Refusals by label; reasons that never occurred are there with zero. */
  public Map<String, Long> refusals() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (TransportRefusal reason : TransportRefusal.values()) {
      all.put(reason.label(), refusals(reason));
    }
    return all;
  }

  /** Datagrams received. */
  public long packetsIn() {
    return packetsIn.sum();
  }

  /** Bytes of UDP payload received. */
  public long bytesIn() {
    return bytesIn.sum();
  }

  /** Datagrams sent. */
  public long packetsOut() {
    return packetsOut.sum();
  }

  /** Bytes of UDP payload sent. */
  public long bytesOut() {
    return bytesOut.sum();
  }
}
