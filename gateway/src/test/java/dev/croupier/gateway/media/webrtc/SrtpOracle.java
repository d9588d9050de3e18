package dev.croupier.gateway.media.webrtc;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * SRTP written down from the RFCs (3711 §4, 7714 §8–9) with nothing but the JDK, to judge the
 * production code by. One direction; packets without header extensions or CSRCs.
 */
final class SrtpOracle {
  private static final int RTP_HEADER = 12;
  private static final int RTCP_HEADER = 8;
  private static final int SHA1_TAG = 10;

  private final SrtpProfile profile;
  private final byte[] masterKey;
  private final byte[] masterSalt;

  SrtpOracle(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    this.profile = profile;
    this.masterKey = masterKey;
    this.masterSalt = masterSalt;
  }

  byte[] rtp(byte[] packet, int rollover) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(packet);
    int sequence = in.getShort(2) & 0xFFFF;
    int ssrc = in.getInt(8);
    byte[] key = derive(0, 16);
    byte[] header = Arrays.copyOf(packet, RTP_HEADER);
    byte[] payload = Arrays.copyOfRange(packet, RTP_HEADER, packet.length);
    if (profile == SrtpProfile.AEAD_AES_128_GCM) {
      ByteBuffer iv = ByteBuffer.allocate(12);
      iv.putShort((short) 0).putInt(ssrc).putInt(rollover).putShort((short) sequence);
      return concat(header, gcm(key, xor(iv.array(), derive(2, 12)), header, payload));
    }
    ByteBuffer iv = ByteBuffer.allocate(16);
    iv.putInt(4, ssrc).putInt(8, rollover).putShort(12, (short) sequence);
    byte[] encrypted = ctr(key, xor(iv.array(), Arrays.copyOf(derive(2, 14), 16)), payload);
    byte[] sealed = concat(header, encrypted);
    byte[] tag = hmac(derive(1, 20), sealed, int32(rollover));
    return concat(sealed, Arrays.copyOf(tag, SHA1_TAG));
  }

  byte[] rtcp(byte[] packet, int index) throws GeneralSecurityException {
    int ssrc = ByteBuffer.wrap(packet).getInt(4);
    byte[] key = derive(3, 16);
    byte[] header = Arrays.copyOf(packet, RTCP_HEADER);
    byte[] payload = Arrays.copyOfRange(packet, RTCP_HEADER, packet.length);
    byte[] flagged = int32(index | 0x80000000);
    if (profile == SrtpProfile.AEAD_AES_128_GCM) {
      ByteBuffer iv = ByteBuffer.allocate(12);
      iv.putInt(2, ssrc).putInt(8, index);
      byte[] body = gcm(key, xor(iv.array(), derive(5, 12)), concat(header, flagged), payload);
      return concat(concat(header, body), flagged);
    }
    ByteBuffer iv = ByteBuffer.allocate(16);
    iv.putInt(4, ssrc).putInt(10, index);
    byte[] encrypted = ctr(key, xor(iv.array(), Arrays.copyOf(derive(5, 14), 16)), payload);
    byte[] sealed = concat(concat(header, encrypted), flagged);
    byte[] tag = hmac(derive(4, 20), sealed, new byte[0]);
    return concat(sealed, Arrays.copyOf(tag, SHA1_TAG));
  }

  /** RFC 3711 §4.3.3, with a key derivation rate of zero. */
  private byte[] derive(int label, int bytes) throws GeneralSecurityException {
    byte[] x = Arrays.copyOf(masterSalt, 16);
    x[7] ^= (byte) label;
    return ctr(masterKey, x, new byte[bytes]);
  }

  private static byte[] ctr(byte[] key, byte[] iv, byte[] data) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher.doFinal(data);
  }

  private static byte[] gcm(byte[] key, byte[] iv, byte[] aad, byte[] data)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(data);
  }

  private static byte[] hmac(byte[] key, byte[] data, byte[] more) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    mac.update(data);
    return mac.doFinal(more);
  }

  private static byte[] xor(byte[] a, byte[] b) {
    byte[] result = new byte[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = (byte) (a[i] ^ b[i]);
    }
    return result;
  }

  private static byte[] int32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }
}
