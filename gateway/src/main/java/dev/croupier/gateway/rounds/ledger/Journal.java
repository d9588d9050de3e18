package dev.croupier.gateway.rounds.ledger;

import java.util.List;

/**
 * The durable side of one shard. Only its writer's thread calls it; there is one writer, fenced by
 * its epoch.
 */
public interface Journal extends AutoCloseable {
  /** What to begin with; asked once. */
  Recovered recover();

  /** Reads what a batch needs, as committed. */
  Loaded load(Needs needs);

  /**
   * Makes a batch durable, all or nothing: when it returns, every record is on the disk.
   *
   * @param batch in order of {@code seq}, not empty
   * @throws FencedException another writer has taken over; nothing was written
   * @throws OutcomeUnknownException it may or may not be durable: nothing may be answered, retried
   *     or decided any more
   */
  void commit(List<JournalRecord> batch) throws FencedException, OutcomeUnknownException;

  @Override
  void close();
}
