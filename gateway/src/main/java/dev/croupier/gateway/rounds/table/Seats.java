package dev.croupier.gateway.rounds.table;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Command;
import dev.croupier.gateway.rounds.event.Digest;
import dev.croupier.gateway.rounds.event.IdempotencyKey;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.LedgerReads;
import dev.croupier.gateway.rounds.shard.ShardWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where players sit down: welcome money, wallet, open bets and limits. Any thread. */
final class Seats {
  private final LedgerReads reads;
  private final ShardWriter writer;
  private final Map<String, Long> welcomeMinor;

  /**
   * Seats with welcome money.
   *
   * @param welcomeMinor by currency
   */
  Seats(LedgerReads reads, ShardWriter writer, Map<String, Long> welcomeMinor) {
    this.reads = reads;
    this.writer = writer;
    this.welcomeMinor = Map.copyOf(welcomeMinor);
  }

  /** Sits a player down; the future ends on a virtual thread. */
  CompletableFuture<Seat> sit(Bettor who, TableRounds table) {
    return welcome(who.licensee(), who.player(), who.currency())
        .thenApplyAsync(_ -> seat(who, table), Thread::startVirtualThread);
  }

  /**
   * Gives a new player his welcome money; done when it is in the ledger. The key makes it once for
   * ever, in a rush and after a restart too.
   */
  CompletableFuture<Void> welcome(LicenseeId licensee, PlayerId player, String currency) {
    Long amountMinor = welcomeMinor.get(currency);
    if (amountMinor == null) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.supplyAsync(
            () -> reads.wallet(licensee, player).isPresent(), Thread::startVirtualThread)
        .thenCompose(
            known ->
                known
                    ? CompletableFuture.<Void>completedFuture(null)
                    : writer
                        .submit(
                            new Command.Deposit(
                                licensee,
                                IdempotencyKey.internal("welcome", hash(player)),
                                player,
                                amountMinor,
                                currency,
                                "welcome"))
                        .thenAccept(_ -> {}));
  }

  private Seat seat(Bettor who, TableRounds table) {
    Wallet wallet =
        reads
            .wallet(who.licensee(), who.player())
            .orElseGet(() -> Wallet.empty(who.licensee(), who.player(), who.currency()));
    Optional<Round> round = table.latest().filter(latest -> !latest.state().isTerminal());
    List<Bet> open =
        round.isEmpty()
            ? List.of()
            : reads.openBets(who.licensee(), who.player()).stream()
                .filter(bet -> bet.round().equals(round.get().id()))
                .toList();
    Limits limits =
        round.flatMap(r -> reads.limits(r.limitsVer())).map(Limits::read).orElseGet(table::limits);
    return new Seat(
        wallet,
        open,
        limits.limitsVer(),
        limits.find(who.licensee(), who.limitGroup(), wallet.currency()).orElse(null));
  }

  /** Players' names may have characters and a length that keys have not. */
  private static String hash(PlayerId player) {
    return Digest.hex(player.value().getBytes(StandardCharsets.UTF_8)).substring(0, 40);
  }
}
