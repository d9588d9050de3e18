package dev.croupier.gateway.rounds.event;

import java.util.List;

/**
 * One journaled command of a round.
 *
 * @param record the command as {@link CommandCodec} wrote it
 * @param hash the journal's chain hash at this step, 64 hexadecimal digits
 */
public record RoundStep(
    long seq,
    long ts,
    String kind,
    String key,
    byte[] record,
    Answer answer,
    List<Posting> postings,
    String hash) {
  /** One line of double entry. */
  public record Posting(String account, String currency, long amountMinor) {}
}
