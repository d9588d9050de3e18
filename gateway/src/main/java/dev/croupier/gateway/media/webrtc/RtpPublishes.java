package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.time.clock.TableClock;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * All publishes of plain RTP of this gateway: at most one a signal, so their number is bounded by
 * that of signals. Any thread; opening one blocks for a moment, and only one is opened at a time.
 */
public final class RtpPublishes {
  /**
   * An accepted description.
   *
   * @param answer SDP that says where to send
   * @param replaced whether it took the place of the owner's own one
   */
  public record Created(String answer, boolean replaced) {}

  private record Key(TableId table, SignalName signal) {}

  private record Publish(String owner, RtpSession session, RtpPorts.Opened ports) {}

  private static final long CLOSE_DEADLINE_SECONDS = 5;

  private final RtpPorts ports;
  private final TableClock clock;
  private final RandomGenerator random;
  private final TransportCounters counters;
  private final Map<Key, Publish> publishes = new ConcurrentHashMap<>();
  private final ReentrantLock opening = new ReentrantLock();

  /**
   * None yet.
   *
   * @param random for the answers' ids, thread-safe
   * @param counters counts what is refused
   */
  public RtpPublishes(
      RtpPorts ports, TableClock clock, RandomGenerator random, TransportCounters counters) {
    this.ports = ports;
    this.clock = clock;
    this.random = random;
    this.counters = counters;
  }

  /**
   * Opens a signal to a sender, in place of the owner's own earlier one; that one's ports are kept
   * where the description leaves them to us. What is refused leaves the earlier one as it is.
   * Blocks until the table has let it in.
   *
   * @param takeover push a live publisher of the same signal out
   * @param owner who may replace and end it
   */
  public Created publish(
      TableMedia table, SignalName signal, boolean takeover, String description, String owner)
      throws MediaRefusal, InterruptedException {
    RtpOffer offer = RtpOffer.parse(description);
    opening.lockInterruptibly();
    try {
      Key key = new Key(table.table(), signal);
      Publish before = publishes.get(key);
      boolean own = before != null && before.owner.equals(owner);
      RtpOffer settled = own ? offer.withPorts(numbers(before.ports)) : offer;
      RtpSession session = new RtpSession(clock, settled, counters);
      RtpPorts.Opened opened =
          before == null
              ? open(table, signal, takeover, settled, session)
              : replace(table, signal, takeover || own, settled, session, before);
      publishes.put(key, new Publish(owner, session, opened));
      // Only now can it be forgotten, should it have ended already.
      var unused = session.closed().thenRun(() -> forget(key, session));
      return new Created(settled.answer(opened.addresses(), random.nextLong() >>> 2), own);
    } finally {
      opening.unlock();
    }
  }

  /**
   * Ends a signal's publish and waits until its ports are free; false if there is none of this
   * owner.
   */
  public boolean close(TableId table, SignalName signal, String owner)
      throws MediaRefusal, InterruptedException {
    Publish publish = publishes.get(new Key(table, signal));
    if (publish == null || !publish.owner.equals(owner)) {
      return false;
    }
    publish.session.end("closed");
    awaitEnd(publish);
    return true;
  }

  /** Ends all. */
  public void closeAll() {
    publishes.values().forEach(publish -> publish.session.end("closed"));
  }

  /** Publishes open now. */
  public int size() {
    return publishes.size();
  }

  /** Ports first: whoever publishes by other means is not pushed out for ports that are taken. */
  private RtpPorts.Opened open(
      TableMedia table, SignalName signal, boolean takeover, RtpOffer offer, RtpSession session)
      throws MediaRefusal, InterruptedException {
    RtpPorts.Opened opened = ports.open(offer.wanted(), session);
    try {
      start(table, admit(table, signal, takeover, offer, session), opened, session);
      return opened;
    } catch (MediaRefusal | InterruptedException e) {
      var unused = opened.close();
      throw e;
    }
  }

  /**
   * The earlier one may hold the very ports that are wanted, so it ends before they are opened; all
   * others are opened, and everything else is settled, before that.
   */
  private RtpPorts.Opened replace(
      TableMedia table,
      SignalName signal,
      boolean takeover,
      RtpOffer offer,
      RtpSession session,
      Publish before)
      throws MediaRefusal, InterruptedException {
    RtpPorts.Reserved reserved = ports.reserve(offer.wanted(), session, before.ports);
    FrameListener frames = null;
    try {
      frames = admit(table, signal, takeover, offer, session);
      before.session.end("taken_over");
      awaitEnd(before);
      RtpPorts.Opened opened = reserved.open();
      start(table, frames, opened, session);
      return opened;
    } catch (MediaRefusal | InterruptedException e) {
      reserved.release();
      if (frames != null) {
        table.unpublish(frames, e instanceof MediaRefusal refusal ? refusal.code() : "closed");
      }
      throw e;
    }
  }

  private static void awaitEnd(Publish publish) throws MediaRefusal, InterruptedException {
    try {
      publish.session.closed().get(CLOSE_DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException _) {
      throw new MediaRefusal("busy", "the earlier publish did not end in time");
    }
  }

  private static void start(
      TableMedia table, FrameListener frames, RtpPorts.Opened opened, RtpSession session) {
    session.start(opened, frames, () -> table.unpublish(frames, session.endReason()));
  }

  private static FrameListener admit(
      TableMedia table, SignalName signal, boolean takeover, RtpOffer offer, RtpSession session)
      throws MediaRefusal, InterruptedException {
    return Admission.await(
        table.publish(
            signal, offer.pictures(), takeover, session, () -> session.end("taken_over")));
  }

  private void forget(Key key, RtpSession session) {
    publishes.computeIfPresent(
        key, (same, publish) -> publish.session.equals(session) ? null : publish);
  }

  private static List<Integer> numbers(RtpPorts.Opened opened) {
    return opened.addresses().stream().map(InetSocketAddress::getPort).toList();
  }
}
