package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.port.PortAnswer;
import dev.croupier.gateway.control.wire.ClientMessage;
import dev.croupier.gateway.control.wire.CloseCode;
import dev.croupier.gateway.control.wire.ServerMessage;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One player at one table over one socket at a time.
 *
 * <p>{@link #execute} may be called from any thread; everything else is the owner's, which is
 * whatever runs inside {@code execute}. Nothing here blocks.
 */
public final class PlayerSession {
  /** Tasks waiting for the owner; beyond it the session cannot keep up and ends. */
  private static final int MAX_TASKS = 8192;

  private final SessionId id;
  private final Profile profile;
  private final SessionLimits limits;
  private final BuildCatalog builds;
  private final ClientReports reports;
  private final TableClock clock;
  private final SerialExecutor serial;
  private final Traffic traffic;
  private final OutStream out;
  private final BetDesk bets;
  private final RoundPins pins = new RoundPins();
  private final Deque<Prepared> beforeWelcome = new ArrayDeque<>();
  private final Budget messageBudget;
  private final Budget qosBudget;
  private final Consumer<PlayerSession> onEnd;
  private final long openedAtMicros;
  private volatile BuildId build;
  private long tokenEndsAt;
  private int losses;
  private boolean welcomed;
  private volatile BuildId lastPinned;
  private volatile boolean ended;

  /**
   * A session without a connection.
   *
   * @param onEnd told once when the session is over
   */
  PlayerSession(
      SessionId id,
      Profile profile,
      SessionLimits limits,
      SessionPorts ports,
      Executor pool,
      Consumer<PlayerSession> onEnd) {
    this.id = id;
    this.profile = profile;
    this.limits = limits;
    this.builds = ports.builds();
    this.reports = ports.reports();
    this.traffic = ports.traffic();
    this.clock = ports.clock();
    this.onEnd = onEnd;
    this.serial = new SerialExecutor(pool, MAX_TASKS);
    this.out =
        new OutStream(
            limits, clock, traffic, profile.contractVer(), task -> execute(_ -> task.run()));
    this.bets = new BetDesk(this, ports.rounds(), traffic, limits.betsInFlight());
    long now = clock.nowMicros();
    this.openedAtMicros = now;
    this.messageBudget = new Budget(limits.messagesPerSecond(), 1_000_000, now);
    this.qosBudget = new Budget(limits.qosPerMinute(), 60_000_000, now);
  }

  /** Runs a task as the owner, after those that came before; not if the session is over. */
  public void execute(Consumer<PlayerSession> task) {
    execute(task, () -> {});
  }

  /** Runs a task as the owner, or else, if the session is over by then, another on any thread. */
  public void execute(Consumer<PlayerSession> task, Runnable ifOver) {
    Runnable turn =
        () -> {
          if (ended) {
            ifOver.run();
          } else {
            task.accept(this);
          }
        };
    if (ended) {
      ifOver.run();
    } else if (!serial.execute(turn)) {
      // The owner is stuck or flooded: cut the peer off from here, its session is lost either way.
      ended = true;
      onEnd.accept(this);
      Outbox outbox = out.outbox();
      if (outbox != null) {
        traffic.closed(CloseCode.TOO_SLOW);
        outbox.close(CloseCode.TOO_SLOW);
      }
      ifOver.run();
    }
  }

  /** Sends the welcome, then what has happened meanwhile. */
  public void welcome(Outbox outbox, ServerMessage.Welcome message) {
    welcomed = true;
    out.open(outbox, Prepared.of(message));
    while (!beforeWelcome.isEmpty() && !ended) {
      show(beforeWelcome.pollFirst());
    }
  }

  /**
   * Goes on over another connection; the old one is closed. False: it cannot, nothing was done.
   *
   * @param running what the page says it runs, or null
   */
  public boolean resume(Outbox outbox, long lastSeq, BuildId running, long tokenEndsAtMicros) {
    Outbox old = out.outbox();
    BuildId pinned = pinnedBuild();
    BuildId told = pinned == null ? build : pinned;
    var welcome =
        new ServerMessage.Welcome(id.value(), told == null ? null : told.value(), true, null);
    if (!out.resume(outbox, lastSeq, Prepared.of(welcome))) {
      return false;
    }
    begin(running == null ? build : running, tokenEndsAtMicros);
    if (old != null && old != outbox) {
      traffic.closed(CloseCode.REPLACED);
      old.close(CloseCode.REPLACED);
    }
    return true;
  }

  /** Forgets a lost connection; how many were lost so far. */
  int connectionLost(Outbox outbox) {
    if (out.outbox() == outbox) {
      out.detach();
      losses++;
    }
    return losses;
  }

  /** Ends if no connection came since so many were lost. */
  void endIfAloneSince(int lossesThen) {
    if (!isConnected() && losses == lossesThen) {
      end(CloseCode.GOING_AWAY);
    }
  }

  /** Whether a connection is there. */
  public boolean isConnected() {
    return out.outbox() != null;
  }

  /** Ends the session for good. */
  public void end(CloseCode code) {
    if (!ended) {
      ended = true;
      if (isConnected()) {
        traffic.closed(code);
      }
      out.close(code);
      onEnd.accept(this);
    }
  }

  /** Shows a message; past the limits of a slow reader the session ends with 4008. */
  public void show(Prepared message) {
    if (!welcomed) {
      if (beforeWelcome.size() >= limits.outMessages()) {
        end(CloseCode.TOO_SLOW);
      } else {
        beforeWelcome.addLast(message);
      }
    } else if (!out.offer(message)) {
      end(CloseCode.TOO_SLOW);
    }
  }

  /** Shows a message made for this session alone. */
  public void show(ServerMessage message) {
    show(Prepared.of(message));
  }

  /** What a client said. */
  public void receive(ClientMessage message) {
    traffic.received(message.type());
    long now = clock.nowMicros();
    if (!messageBudget.take(now)) {
      refuse("rate_limited", "too many messages", keyOf(message));
      return;
    }
    switch (message) {
      case ClientMessage.BetPlace place -> {
        if (now < tokenEndsAt) {
          BuildId pinned = pins.of(place.round());
          bets.place(place, pinned == null ? build : pinned);
        } else {
          refuse("unauthorized", "the token has expired", place.idempotencyKey());
        }
      }
      case ClientMessage.BetCancel cancel -> bets.cancel(cancel);
      case ClientMessage.QosReport report -> {
        if (qosBudget.take(now)) {
          reports.qos(this, report.figures(), now);
        } else {
          refuse("rate_limited", "too many reports", null);
        }
      }
      case ClientMessage.BuildReady ready -> {
        build = ready.build();
        traffic.swapped("ready");
        reports.buildReady(this, ready.build());
      }
      case ClientMessage.BuildFailed failed -> {
        traffic.swapped("failed");
        reports.buildFailed(this, failed.build(), failed.code(), failed.detail());
      }
      case ClientMessage.Hello _ -> refuse("malformed", "hello comes once", null);
      case ClientMessage.HandoverReady _ ->
          refuse("not_found", "no handover waits for viewers", null);
      case ClientMessage.Unknown unknown ->
          refuse("unknown_type", "unknown message type " + unknown.name(), null);
    }
  }

  /** Refuses what is stored nowhere; {@code idempotencyKey} may be null. */
  public void refuse(String code, String detail, String idempotencyKey) {
    traffic.refused(code);
    show(new ServerMessage.Refusal(code, detail, idempotencyKey));
  }

  /**
   * A bet of this player was decided; news only if another door asked for it.
   *
   * @param counts whether the player now has a stake in the round
   */
  public void decidedElsewhere(RoundId round, String key, PortAnswer answer, boolean counts) {
    if (bets.asked(key)) {
      return;
    }
    if (counts) {
      pin(round, build);
    }
    if (!answer.refused()) {
      show(new ServerMessage.BetDecided(answer.type(), answer.body()));
    }
  }

  /** The round is over: its pin goes, and the build a bet was placed with is returned, or null. */
  public BuildId release(RoundId round) {
    BuildId pinned = pins.of(round);
    pins.release(round);
    return pinned;
  }

  /**
   * Tells of a build to take, after the round that is being played if there is one.
   *
   * @param back it is an older one, again
   */
  public void offer(BuildRef ref, boolean back) {
    var news = back ? ServerMessage.BuildNews.ROLLBACK : ServerMessage.BuildNews.AVAILABLE;
    show(news(news, ref, pins.newest()));
  }

  /** Pins a round to a build, once; {@code with} may be null. */
  public void pin(RoundId round, BuildId with) {
    if (!pins.pin(round, with) || with == null) {
      return;
    }
    lastPinned = with;
    if (welcomed) {
      tellPinned();
    }
  }

  /** Tells of the build that the newest round with own bets is pinned to, if it can be loaded. */
  public void tellPinned() {
    RoundId round = pins.newest();
    BuildId with = pinnedBuild();
    if (with != null) {
      builds
          .find(profile.game(), with)
          .ifPresent(ref -> show(news(ServerMessage.BuildNews.PINNED, ref, round)));
    }
  }

  /** What the page runs and until when its token is good; before the welcome. */
  public void begin(BuildId running, long tokenEndsAtMicros) {
    build = running;
    tokenEndsAt = tokenEndsAtMicros;
  }

  /** The session's name. */
  public SessionId id() {
    return id;
  }

  /** What it is for. */
  public Profile profile() {
    return profile;
  }

  /** When it began, in table time. */
  long openedAtMicros() {
    return openedAtMicros;
  }

  /** The build the page runs, as far as it said so, or null. Any thread. */
  public BuildId build() {
    return build;
  }

  /** The build of the newest round with own bets, or null. */
  public BuildId pinnedBuild() {
    RoundId newest = pins.newest();
    return newest == null ? null : pins.of(newest);
  }

  /** The build of the last round it was pinned for, over or not, or null. Any thread. */
  BuildId lastPinnedBuild() {
    return lastPinned;
  }

  /** Whether the session has own bets in the round. */
  public boolean plays(RoundId round) {
    return pins.holds(round);
  }

  private static ServerMessage news(ServerMessage.BuildNews news, BuildRef ref, RoundId after) {
    return new ServerMessage.Build(
        news,
        ref.build().value(),
        ref.entry(),
        ref.integrity(),
        after == null ? null : after.value());
  }

  private static String keyOf(ClientMessage message) {
    return switch (message) {
      case ClientMessage.BetPlace place -> place.idempotencyKey();
      case ClientMessage.BetCancel cancel -> cancel.idempotencyKey();
      case ClientMessage.Hello _,
          ClientMessage.QosReport _,
          ClientMessage.HandoverReady _,
          ClientMessage.BuildReady _,
          ClientMessage.BuildFailed _,
          ClientMessage.Unknown _ ->
          null;
    };
  }
}
