package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The rounds plane, as control needs it; {@code app} implements it.
 *
 * <p>Any thread. What returns a future never blocks, and its future completes only after the commit
 * (or the refusal that is not stored); it never completes exceptionally but by a bug. What returns
 * a value may read a store: call it on a virtual thread.
 */
public interface RoundPlane {
  /** Places or cancels a slip; a repeat of a key gets the very same answer. */
  CompletableFuture<PortAnswer> bet(BetCommand command);

  /** What was answered under a key of this player, a refusal too; empty: never heard of it. */
  Optional<PortAnswer> betByKey(PlayerRef player, String idempotencyKey);

  /** Obeys or refuses a command on a round; the answer's body is the round or a problem. */
  CompletableFuture<PortAnswer> round(RoundCommand command);

  /** The tables, from memory. */
  List<TableInfo> tables();

  /** A table's round that is not yet over, or the last one; from memory. */
  Optional<RoundView> currentRound(TableId table);

  /**
   * JSON array of the last results, newest first, {@code [{round, result, frame}]}; from memory.
   */
  byte[] lastResults(TableId table, int atMost);

  /**
   * A player's money at a table. Opens his wallet if he is new and the configuration gives new
   * players a balance.
   */
  CompletableFuture<PlayerView> player(Bettor bettor, TableId table);

  /** A wallet; empty if there is none in this licensee. */
  Optional<WalletView> wallet(LicenseeId licensee, PlayerId player);

  /** The round with the bets the reader may see; empty if it does not exist for him. */
  Optional<byte[]> roundJson(RoundId round, Reader reader);

  /** The round's stored inputs and postings, step by step; empty if it does not exist for him. */
  Optional<byte[]> reproduction(RoundId round, Reader reader);

  /**
   * A player's own rounds, newest first, a JSON array of rounds with own bets.
   *
   * @param fromMicros first {@code openedAt}, inclusive, table time
   * @param toMicros last one, exclusive
   */
  byte[] history(PlayerRef player, long fromMicros, long toMicros, int atMost);

  /** The ruleset as published, canonical JSON with its {@code rulesHash}. */
  Optional<byte[]> ruleset(String calcVer);

  /**
   * Hears every fact in the order of its commit, on the plane's own thread: the consumer must not
   * block and must not throw.
   */
  Subscription subscribe(Consumer<RoundFact> consumer);
}
