package dev.croupier.gateway.rounds.ledger;

import dev.croupier.gateway.rounds.event.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The journal's chain: each record's hash covers the one before it and everything the record says,
 * so that no command, answer or entry can be changed, added or taken out unseen. The shard's writer
 * thread, or a verifier's.
 */
public final class HashChain {
  private final MessageDigest sha = Digest.sha256();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
  private byte[] head;

  /** Goes on from a record's hash; {@link #genesis} for the first. */
  public HashChain(byte[] head) {
    this.head = head.clone();
  }

  /** Before the first record: zeros. */
  public static byte[] genesis() {
    return new byte[Digest.BYTES];
  }

  /** The hash of the last record. */
  public byte[] head() {
    return head.clone();
  }

  /** Takes one record more; returns it with its hash. */
  public JournalRecord append(JournalRecord record) {
    head = after(record);
    return record.chained(head);
  }

  /** Whether a record carries the hash that belongs here; goes on from what it should be. */
  public boolean accepts(JournalRecord record) {
    head = after(record);
    return Arrays.equals(head, record.hash());
  }

  private byte[] after(JournalRecord record) {
    sha.update(head);
    add(record.seq());
    add(record.ts());
    add(record.epoch());
    add(record.licensee().value());
    add(record.key());
    add(record.kind());
    add(record.player() == null ? "" : record.player().value());
    add(record.bet() == null ? "" : record.bet().value());
    add(record.command());
    add(record.rulesMissing() ? 1 : 0);
    add(record.requestHash());
    add(record.answer().status());
    add(record.answer().type());
    add(record.answer().body());
    add(record.entries().size());
    for (Entry entry : record.entries()) {
      Account account = entry.account();
      add(account.licensee().value());
      add(account.kind().wire());
      add(account.ref());
      add(account.currency());
      add(entry.amountMinor());
    }
    return sha.digest();
  }

  private void add(long value) {
    number.clear().putLong(value).flip();
    sha.update(number);
  }

  private void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Length first: two fields can never be mistaken for two others. */
  private void add(byte[] bytes) {
    add(bytes.length);
    sha.update(bytes);
  }
}
