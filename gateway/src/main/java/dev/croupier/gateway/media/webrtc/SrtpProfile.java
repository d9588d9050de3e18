package dev.croupier.gateway.media.webrtc;

import java.util.Optional;
import org.jitsi.srtp.SrtpPolicy;

/** The SRTP protection profiles spoken here, most preferred first. Any thread. */
public enum SrtpProfile {
  /** RFC 7714: 16 bytes of tag; SRTCP adds 4 of index. */
  AEAD_AES_128_GCM(0x0007, 12, 16),
  /** RFC 5764 §4.1.2: for peers that have nothing else; 10 bytes of tag. */
  AES128_CM_SHA1_80(0x0001, 14, 10);

  /** Bytes of a master key, for both profiles. */
  public static final int KEY_BYTES = 16;

  /** Key length of HMAC-SHA1 (RFC 3711 §5.2), bytes. */
  private static final int HMAC_KEY_BYTES = 20;

  private final int id;
  private final int saltBytes;
  private final int tagBytes;

  SrtpProfile(int id, int saltBytes, int tagBytes) {
    this.id = id;
    this.saltBytes = saltBytes;
    this.tagBytes = tagBytes;
  }

  /** The number in {@code use_srtp} (IANA registry of RFC 5764). */
  public int id() {
    return id;
  }

  /** Bytes of a master salt. */
  public int saltBytes() {
    return saltBytes;
  }

  /** Bytes that protection adds to an RTP packet; an RTCP packet grows by 4 more. */
  public int tagBytes() {
    return tagBytes;
  }

  /** Bytes to export from DTLS: both keys, both salts (RFC 5764 §4.2). */
  public int keyingMaterialBytes() {
    return 2 * (KEY_BYTES + saltBytes);
  }

  /** The profile with this number. */
  public static Optional<SrtpProfile> of(int id) {
    for (SrtpProfile profile : values()) {
      if (profile.id == id) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  SrtpPolicy policy() {
    return switch (this) {
      case AEAD_AES_128_GCM ->
          new SrtpPolicy(
              SrtpPolicy.AESGCM_ENCRYPTION,
              KEY_BYTES,
              SrtpPolicy.NULL_AUTHENTICATION,
              0,
              tagBytes,
              saltBytes);
      case AES128_CM_SHA1_80 ->
          new SrtpPolicy(
              SrtpPolicy.AESCM_ENCRYPTION,
              KEY_BYTES,
              SrtpPolicy.HMACSHA1_AUTHENTICATION,
              HMAC_KEY_BYTES,
              tagBytes,
              saltBytes);
    };
  }
}
