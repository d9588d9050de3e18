package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.SrtpProfile;
import java.time.Duration;
import java.util.List;

/**
 * How handshakes are made.
 *
 * @param profiles SRTP profiles to offer or accept, most preferred first
 * @param deadline from a handshake's first datagram to its end; the wait for a place included
 * @param resend first retransmission; doubles from there (RFC 6347 §4.2.4)
 * @param concurrent handshakes at once; more wait for a place until their deadline
 * @param perNetwork of these, with the peers of one network ({@link
 *     dev.croupier.gateway.media.webrtc.ClientNetwork}); 0 for no limit
 */
public record DtlsSettings(
    List<SrtpProfile> profiles,
    Duration deadline,
    Duration resend,
    int concurrent,
    int perNetwork) {
  /** More at once gain nothing: each takes 3 ms of a core. */
  public static final int DEFAULT_CONCURRENT = 512;

  /** Both profiles, 15 s, 200 ms, 512 at once, wherever the peers are. */
  public static DtlsSettings standard() {
    return new DtlsSettings(
        List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES128_CM_SHA1_80),
        Duration.ofSeconds(15),
        Duration.ofMillis(200),
        DEFAULT_CONCURRENT,
        0);
  }

  /** The same with other profiles. */
  public DtlsSettings withProfiles(List<SrtpProfile> others) {
    return new DtlsSettings(others, deadline, resend, concurrent, perNetwork);
  }

  /** The same with another deadline. */
  public DtlsSettings withDeadline(Duration other) {
    return new DtlsSettings(profiles, other, resend, concurrent, perNetwork);
  }

  /** The same with another limit. */
  public DtlsSettings withConcurrent(int other) {
    return new DtlsSettings(profiles, deadline, resend, other, perNetwork);
  }

  /** The same with another limit of each network. */
  public DtlsSettings withPerNetwork(int other) {
    return new DtlsSettings(profiles, deadline, resend, concurrent, other);
  }
}
