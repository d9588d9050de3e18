package dev.croupier.gateway.app;

import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import dev.croupier.gateway.rounds.event.Fact;
import dev.croupier.gateway.rounds.table.Rounds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the rounds plane's committed facts. The feed's own thread for this listener. */
final class RoundMeters {
  private static final Logger LOG = LoggerFactory.getLogger(RoundMeters.class);
  private static final int REMEMBERED = 256;

  private final Meters meters;

  /** When rounds had their result, by round. */
  private final Map<String, Long> resultAt =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  private RoundMeters(Meters meters) {
    this.meters = meters;
  }

  /** Begins to count. */
  static void count(Rounds rounds, Meters meters, String shard) {
    meters.gauge(Meter.LEDGER_QUEUE, rounds, Rounds::queued, shard);
    RoundMeters counting = new RoundMeters(meters);
    var _ =
        rounds.subscribe(
            counting::count, () -> LOG.warn("the meters fell behind and count no more"));
  }

  private void count(Fact fact) {
    switch (fact) {
      case Fact.RoundResulted resulted ->
          resultAt.put(resulted.round().id().value(), resulted.at().ts());
      case Fact.RoundSettled settled -> {
        String table = settled.table().value();
        meters.counter(Meter.ROUNDS, table, "settled").increment();
        Long since = resultAt.remove(settled.round().id().value());
        if (since != null) {
          meters
              .timer(Meter.ROUND_SETTLE, table, settled.round().calcVer())
              .record(Duration.ofNanos((settled.at().ts() - since) * 1_000));
        }
      }
      case Fact.RoundVoided voided -> {
        String table = voided.table().value();
        meters.counter(Meter.ROUNDS, table, "void").increment();
        if (!voided.players().isEmpty()) {
          meters.counter(Meter.ABORTED_ROUNDS, table, voided.reason()).increment();
        }
      }
      case Fact.RoundHeld held ->
          meters.counter(Meter.ROUNDS_HELD, held.table().value(), held.reason()).increment();
      case Fact.RoundParked parked ->
          meters.counter(Meter.ROUNDS_HELD, parked.table().value(), parked.reason()).increment();
      case Fact.BetDecided decided -> {
        String type = decided.answer().type();
        meters.counter(Meter.BETS, type.substring(type.indexOf('.') + 1)).increment();
      }
      case Fact.RoundOpened _,
          Fact.RoundClosed _,
          Fact.RoundRespun _,
          Fact.RoundProgressed _,
          Fact.BalanceChanged _,
          Fact.Alert _ -> {}
    }
  }
}
