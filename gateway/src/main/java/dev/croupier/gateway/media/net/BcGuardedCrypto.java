package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.DtlsGuard;
import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Bouncy Castle's crypto with the second half of the DTLS guard: handshake messages inside
 * encrypted records are out of the first half's sight, and Bouncy Castle ≤ 1.84 sets aside whatever
 * length they declare. Such a record is dropped like one with a bad MAC. Any thread.
 */
final class BcGuardedCrypto extends BcTlsCrypto {
  private static final int MESSAGE_HEADER_BYTES = 12;

  BcGuardedCrypto(SecureRandom random) {
    super(random);
  }

  @Override
  public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac)
      throws IOException {
    return new GuardedCipher(super.createCipher(parameters, encryption, mac));
  }

  /** Whether the handshake messages of a decrypted record declare lengths within the limit. */
  static boolean plausible(byte[] record, int from, int length) {
    int at = from;
    int end = from + length;
    while (end - at >= MESSAGE_HEADER_BYTES) {
      if (uint24(record, at + 1) > DtlsGuard.MAX_MESSAGE_BYTES) {
        return false;
      }
      at += MESSAGE_HEADER_BYTES + uint24(record, at + 9);
    }
    return at == end;
  }

  private static int uint24(byte[] b, int at) {
    return (b[at] & 0xFF) << 16 | (b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF);
  }

  private record GuardedCipher(TlsCipher cipher) implements TlsCipher {
    @Override
    public int getCiphertextDecodeLimit(int plaintextLimit) {
      return cipher.getCiphertextDecodeLimit(plaintextLimit);
    }

    @Override
    public int getCiphertextEncodeLimit(int plaintextLimit) {
      return cipher.getCiphertextEncodeLimit(plaintextLimit);
    }

    @Override
    public int getPlaintextDecodeLimit(int ciphertextLimit) {
      return cipher.getPlaintextDecodeLimit(ciphertextLimit);
    }

    @Override
    public int getPlaintextEncodeLimit(int ciphertextLimit) {
      return cipher.getPlaintextEncodeLimit(ciphertextLimit);
    }

    @Override
    public TlsEncodeResult encodePlaintext(
        long sequence,
        short contentType,
        ProtocolVersion version,
        int headerAllocation,
        byte[] plaintext,
        int offset,
        int length)
        throws IOException {
      return cipher.encodePlaintext(
          sequence, contentType, version, headerAllocation, plaintext, offset, length);
    }

    @Override
    public TlsDecodeResult decodeCiphertext(
        long sequence,
        short recordType,
        ProtocolVersion version,
        byte[] ciphertext,
        int offset,
        int length)
        throws IOException {
      TlsDecodeResult decoded =
          cipher.decodeCiphertext(sequence, recordType, version, ciphertext, offset, length);
      if (decoded.contentType == ContentType.handshake
          && !plausible(decoded.buf, decoded.off, decoded.len)) {
        throw new TlsFatalAlert(AlertDescription.bad_record_mac);
      }
      return decoded;
    }

    @Override
    public void rekeyDecoder() throws IOException {
      cipher.rekeyDecoder();
    }

    @Override
    public void rekeyEncoder() throws IOException {
      cipher.rekeyEncoder();
    }

    @Override
    public boolean usesOpaqueRecordTypeDecode() {
      return cipher.usesOpaqueRecordTypeDecode();
    }

    @Override
    public boolean usesOpaqueRecordTypeEncode() {
      return cipher.usesOpaqueRecordTypeEncode();
    }
  }
}
