package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportFactory.TooManySessionsException;
import dev.croupier.gateway.media.webrtc.TransportHost;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.gateway.media.webrtc.TransportSession;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The sessions of one media port, by user fragment and by validated address. Their number is
 * capped, and with it that of addresses, as a session keeps few pairs. Any thread; sessions
 * themselves are touched on their own loops only.
 */
final class MediaSessions implements TransportHost {
  /**
   * How long after its latest check an address belongs to its session alone: a check with a forged
   * source and another session's credentials must not take it away. Browsers check every 2.65 s.
   */
  static final long CLAIM_MICROS = 6_000_000;

  /** Datagrams that may wait between two loops for one session. */
  private static final int MAX_WAITING = 512;

  private final Map<String, Entry> byUfrag = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, Claim> byAddress = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final int max;
  private final TransportCounters counters;

  MediaSessions(int max, TransportCounters counters) {
    this.max = max;
    this.counters = counters;
  }

  void add(Entry entry) {
    if (size.incrementAndGet() > max) {
      size.decrementAndGet();
      counters.refused(TransportRefusal.SESSION_LIMIT);
      throw new TooManySessionsException("at most " + max + " sessions");
    }
    if (byUfrag.putIfAbsent(entry.session.localUfrag(), entry) != null) {
      size.decrementAndGet();
      throw new IllegalStateException("a user fragment was drawn twice");
    }
  }

  int size() {
    return size.get();
  }

  /** Addresses that carry a session. */
  int addresses() {
    return byAddress.size();
  }

  Entry byUfrag(String ufrag) {
    return byUfrag.get(ufrag);
  }

  Entry byAddress(InetSocketAddress from) {
    Claim claim = byAddress.get(from);
    return claim == null ? null : claim.entry;
  }

  /** Lets the sessions of this loop look at the clock; on that loop. */
  void tick(EventLoop loop, long nowMicros) {
    for (Entry entry : byUfrag.values()) {
      if (entry.loop.equals(loop)) {
        entry.run(counters, session -> session.tick(nowMicros));
      }
    }
  }

  /** Ends the sessions of this loop; on that loop. */
  void closeAll(EventLoop loop) {
    for (Entry entry : byUfrag.values()) {
      if (entry.loop.equals(loop)) {
        entry.run(counters, session -> session.fail("shutdown"));
      }
    }
  }

  @Override
  public boolean claim(InetSocketAddress remote, TransportSession session, long nowMicros) {
    Entry entry = byUfrag.get(session.localUfrag());
    if (entry == null) {
      return false;
    }
    Claim holder =
        byAddress.compute(
            remote,
            (address, held) ->
                held == null
                        || held.entry.equals(entry)
                        || nowMicros - held.checkedMicros > CLAIM_MICROS
                    ? new Claim(entry, nowMicros)
                    : held);
    return holder.entry.equals(entry);
  }

  @Override
  public void release(InetSocketAddress remote, TransportSession session) {
    byAddress.computeIfPresent(
        remote, (address, held) -> held.entry.session.equals(session) ? null : held);
  }

  @Override
  public void named(String ufrag, TransportSession session) {
    Entry entry = byUfrag.get(session.localUfrag());
    if (entry != null && byUfrag.putIfAbsent(ufrag, entry) != null) {
      throw new IllegalStateException("a user fragment was drawn twice");
    }
  }

  @Override
  public void forget(String ufrag, TransportSession session) {
    byUfrag.computeIfPresent(ufrag, (name, held) -> held.session.equals(session) ? null : held);
  }

  @Override
  public void ended(TransportSession session) {
    if (byUfrag.remove(session.localUfrag()) != null) {
      size.decrementAndGet();
    }
  }

  private record Claim(Entry entry, long checkedMicros) {}

  /** A session, its loop, and the bounded way to it from other loops. */
  static final class Entry {
    private final TransportSession session;
    private final EventLoop loop;
    private final int loopIndex;
    private final AtomicInteger waiting = new AtomicInteger();

    Entry(TransportSession session, EventLoop loop, int loopIndex) {
      this.session = session;
      this.loop = loop;
      this.loopIndex = loopIndex;
    }

    TransportSession session() {
      return session;
    }

    EventLoop loop() {
      return loop;
    }

    int loopIndex() {
      return loopIndex;
    }

    /**
     * Runs what a datagram is for on the session's loop: now if this is it, else in its turn, and
     * not at all where too many wait already.
     */
    void run(TransportCounters counters, Consumer<TransportSession> task) {
      if (loop.inEventLoop()) {
        guarded(task);
      } else if (waiting.get() >= MAX_WAITING) {
        counters.refused(TransportRefusal.DATAGRAM_QUEUE_FULL);
      } else {
        waiting.incrementAndGet();
        loop.execute(
            () -> {
              waiting.decrementAndGet();
              guarded(task);
            });
      }
    }

    /** Runs what happens once, as the end of a connection, on the session's loop in its turn. */
    void tell(Consumer<TransportSession> task) {
      if (loop.inEventLoop()) {
        guarded(task);
      } else {
        loop.execute(() -> guarded(task));
      }
    }

    private void guarded(Consumer<TransportSession> task) {
      try {
        task.accept(session);
      } catch (RuntimeException e) {
        session.failed(e);
      }
    }
  }
}
