package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.TableId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * All sessions of this node, found by id, player and table. Any thread.
 *
 * <p>Bounded in all and per player; a session without a connection lingers for a while, so that it
 * can be resumed.
 */
public final class Sessions {
  /** Builds remembered of sessions that are gone, for those who name them in a resume. */
  private static final int MAX_DEPARTED = 10_000;

  private final SessionLimits limits;
  private final SessionPorts ports;
  private final Executor pool;
  private final ScheduledExecutorService timer;
  private final Supplier<String> ids;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<SessionId, PlayerSession> byId = new ConcurrentHashMap<>();
  private final Map<PlayerRef, Set<PlayerSession>> byPlayer = new ConcurrentHashMap<>();
  private final Map<TableId, Set<PlayerSession>> byTable = new ConcurrentHashMap<>();
  private final Map<SessionId, Departed> departed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, Departed> eldest) {
          return size() > MAX_DEPARTED;
        }
      };

  private record Departed(PlayerRef player, BuildId build) {}

  /**
   * No session yet.
   *
   * @param pool runs the owners' tasks: virtual threads
   * @param timer for the ends of lingering sessions; its tasks are short
   * @param ids makes session names of at least 128 random bits, {@code [A-Za-z0-9_-]{1,64}}
   */
  public Sessions(
      SessionLimits limits,
      SessionPorts ports,
      Executor pool,
      ScheduledExecutorService timer,
      Supplier<String> ids) {
    this.limits = limits;
    this.ports = ports;
    this.pool = pool;
    this.timer = timer;
    this.ids = ids;
  }

  /** A new session, known to all from now on; empty: this node or this player has too many. */
  public Optional<PlayerSession> open(Profile profile) {
    if (count.incrementAndGet() > limits.sessions()) {
      count.decrementAndGet();
      return Optional.empty();
    }
    PlayerSession session =
        new PlayerSession(new SessionId(ids.get()), profile, limits, ports, pool, this::forget);
    PlayerRef player = profile.bettor().ref();
    boolean[] added = new boolean[1];
    byPlayer.compute(
        player,
        (_, held) -> {
          Set<PlayerSession> set = held == null ? ConcurrentHashMap.newKeySet() : held;
          added[0] = set.size() < limits.sessionsPerPlayer() && set.add(session);
          return set.isEmpty() ? null : set;
        });
    if (!added[0]) {
      count.decrementAndGet();
      return Optional.empty();
    }
    ports.reports().opened(session);
    byId.put(session.id(), session);
    byTable.computeIfAbsent(profile.table(), _ -> ConcurrentHashMap.newKeySet()).add(session);
    ports.traffic().sessions(profile.table(), 1);
    return Optional.of(session);
  }

  /** The session of a name. */
  public Optional<PlayerSession> find(SessionId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The sessions of a player, at all tables. */
  public Collection<PlayerSession> of(PlayerRef player) {
    return byPlayer.getOrDefault(player, Set.of());
  }

  /** The sessions at a table. */
  public Collection<PlayerSession> at(TableId table) {
    return byTable.getOrDefault(table, Set.of());
  }

  /** All sessions. */
  public Collection<PlayerSession> all() {
    return byId.values();
  }

  /** How many there are. */
  public int count() {
    return count.get();
  }

  /** Whether a session of that name belongs to the player, now or lately. */
  public boolean belongs(SessionId id, PlayerRef player) {
    PlayerSession session = byId.get(id);
    if (session != null) {
      return session.profile().bettor().ref().equals(player);
    }
    synchronized (departed) {
      Departed gone = departed.get(id);
      return gone != null && gone.player().equals(player);
    }
  }

  /** The build a session that is gone was last pinned to. */
  public Optional<BuildId> lastPinned(SessionId id, PlayerRef player) {
    synchronized (departed) {
      Departed gone = departed.get(id);
      return gone != null && gone.player().equals(player)
          ? Optional.ofNullable(gone.build())
          : Optional.empty();
    }
  }

  /** A session's connection is gone: it ends unless another comes in time. */
  public void connectionLost(PlayerSession session, Outbox outbox) {
    session.execute(
        s -> {
          int losses = s.connectionLost(outbox);
          if (!s.isConnected()) {
            var _ =
                timer.schedule(
                    () -> s.execute(gone -> gone.endIfAloneSince(losses)),
                    limits.linger().toMillis(),
                    TimeUnit.MILLISECONDS);
          }
        });
  }

  /** Ends all: the server goes. */
  public void close() {
    for (PlayerSession session : List.copyOf(byId.values())) {
      session.execute(s -> s.end(CloseCode.GOING_AWAY));
    }
  }

  private void forget(PlayerSession session) {
    if (byId.remove(session.id()) == null) {
      return;
    }
    count.decrementAndGet();
    ports.reports().ended(session);
    ports.traffic().sessions(session.profile().table(), -1);
    PlayerRef player = session.profile().bettor().ref();
    byPlayer.computeIfPresent(
        player,
        (_, held) -> {
          held.remove(session);
          return held.isEmpty() ? null : held;
        });
    Set<PlayerSession> table = byTable.get(session.profile().table());
    if (table != null) {
      table.remove(session);
    }
    synchronized (departed) {
      departed.put(session.id(), new Departed(player, session.lastPinnedBuild()));
    }
  }
}
