package dev.croupier.loadtest.studio;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Numbers that follow from a seed and a name: HMAC-SHA-256(seed, name), then HMAC-SHA-256(seed,
 * name, 0, block number) as often as more is needed. Nobody without the seed can foretell them, and
 * they are the same after a restart. Owned by one thread.
 */
final class SeededStream {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;
  private final byte[] name;
  private ByteBuffer block;
  private int blocks;

  SeededStream(byte[] seed, byte[] name) {
    this.name = name.clone();
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(seed, ALGORITHM));
    } catch (GeneralSecurityException e) {
      // Every JDK has it (Java Security Standard Algorithm Names).
      throw new IllegalStateException(ALGORITHM, e);
    }
    block = ByteBuffer.wrap(mac.doFinal(this.name));
  }

  /**
   * The next number from 0 to {@code bound - 1}, each as likely as the others: a 32-bit word beyond
   * the largest multiple of the bound is passed over.
   */
  int below(int bound) {
    long words = 1L << 32;
    long limit = words - words % bound;
    while (true) {
      long word = next() & 0xFFFF_FFFFL;
      if (word < limit) {
        return (int) (word % bound);
      }
    }
  }

  private int next() {
    if (!block.hasRemaining()) {
      blocks++;
      mac.update(name);
      mac.update((byte) 0);
      block = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(4).putInt(blocks).array()));
    }
    return block.getInt();
  }
}
