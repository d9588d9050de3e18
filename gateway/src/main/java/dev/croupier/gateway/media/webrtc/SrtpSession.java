package dev.croupier.gateway.media.webrtc;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;

/**
 * SRTP and SRTCP of one session (RFC 3711, RFC 7714), in place on the caller's arrays.
 *
 * <p>One context per SSRC, direction and protocol: a shared SRTCP context takes the second sender's
 * packets for replays. Unknown incoming SSRCs are tried on a spare context and get one of their own
 * only after a packet of theirs was authentic, so that forged packets cost neither memory nor the
 * places of honest streams. Owner: the session's event loop.
 *
 * <p>Each method returns the packet's new length, or {@link #REFUSED}, after which {@link
 * #refusal()} says why and the array's bytes are undefined.
 */
public final class SrtpSession {
  /** A packet was refused. */
  public static final int REFUSED = -1;

  /**
   * SSRCs a direction may have: audio, video and RTX of three renditions, with room for restarts.
   */
  public static final int DEFAULT_MAX_SSRCS = 24;

  private static final int RTP_HEADER_BYTES = 12;
  private static final int RTCP_HEADER_BYTES = 8;
  private static final int SRTCP_INDEX_BYTES = 4;

  static {
    // jitsi-srtp measures its ciphers when cold and may settle on a slow one.
    Aes.setFactoryClassName("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");
  }

  private final SrtpProfile profile;
  private final SrtpContextFactory outgoing;
  private final SrtpContextFactory incoming;
  private final SrtpBuffer packet = new SrtpBuffer();
  private final Contexts<SrtpCryptoContext> rtpOut;
  private final Contexts<SrtpCryptoContext> rtpIn;
  private final Contexts<SrtcpCryptoContext> rtcpOut;
  private final Contexts<SrtcpCryptoContext> rtcpIn;
  private TransportRefusal refusal = TransportRefusal.SRTP_MALFORMED;

  /**
   * A session with fresh contexts: rollover counters and SRTCP indices begin at zero.
   *
   * @param maxSsrcs SSRCs in each direction and protocol
   */
  public SrtpSession(SrtpKeys keys, int maxSsrcs) {
    this.profile = keys.profile();
    SrtpPolicy policy = profile.policy();
    Logger quiet = SrtpQuietLogger.INSTANCE;
    outgoing =
        new SrtpContextFactory(true, keys.localKey(), keys.localSalt(), policy, policy, quiet);
    incoming =
        new SrtpContextFactory(false, keys.remoteKey(), keys.remoteSalt(), policy, policy, quiet);
    rtpOut = new Contexts<>(maxSsrcs, ssrc -> outgoing.deriveContext(ssrc, 0));
    rtpIn = new Contexts<>(maxSsrcs, ssrc -> incoming.deriveContext(ssrc, 0));
    rtcpOut = new Contexts<>(maxSsrcs, outgoing::deriveControlContext);
    rtcpIn = new Contexts<>(maxSsrcs, incoming::deriveControlContext);
  }

  /** The profile agreed in the handshake. */
  public SrtpProfile profile() {
    return profile;
  }

  /** Why the latest packet was refused. */
  public TransportRefusal refusal() {
    return refusal;
  }

  /** Protects an RTP packet; {@code buffer} has room for {@link SrtpProfile#tagBytes()} more. */
  public int protectRtp(byte[] buffer, int offset, int length) {
    if (length < RTP_HEADER_BYTES || offset + length + profile.tagBytes() > buffer.length) {
      return refuse(TransportRefusal.SRTP_SEND);
    }
    try {
      SrtpCryptoContext context = rtpOut.get(int32(buffer, offset + 8));
      if (context == null) {
        return refuse(TransportRefusal.SRTP_SSRC_LIMIT);
      }
      packet.aim(buffer, offset, length);
      // The context refuses an index it has used: the same key stream twice would reveal both.
      boolean done =
          context.transformPacket(packet) == SrtpErrorStatus.OK
              && packet.getLength() == length + profile.tagBytes();
      return done ? packet.getLength() : refuse(TransportRefusal.SRTP_SEND);
    } catch (GeneralSecurityException | RuntimeException e) {
      return refuse(TransportRefusal.SRTP_SEND);
    }
  }

  /** Protects a compound RTCP packet; room for {@link SrtpProfile#tagBytes()} + 4 more. */
  public int protectRtcp(byte[] buffer, int offset, int length) {
    int more = profile.tagBytes() + SRTCP_INDEX_BYTES;
    if (length < RTCP_HEADER_BYTES || offset + length + more > buffer.length) {
      return refuse(TransportRefusal.SRTP_SEND);
    }
    try {
      SrtcpCryptoContext context = rtcpOut.get(int32(buffer, offset + 4));
      if (context == null) {
        return refuse(TransportRefusal.SRTP_SSRC_LIMIT);
      }
      packet.aim(buffer, offset, length);
      boolean done =
          context.transformPacket(packet) == SrtpErrorStatus.OK
              && packet.getLength() == length + more;
      return done ? packet.getLength() : refuse(TransportRefusal.SRTP_SEND);
    } catch (GeneralSecurityException | RuntimeException e) {
      return refuse(TransportRefusal.SRTP_SEND);
    }
  }

  /** Checks and opens an SRTP packet. */
  public int unprotectRtp(byte[] buffer, int offset, int length) {
    if (length < RTP_HEADER_BYTES + profile.tagBytes() || (buffer[offset] & 0xC0) != 0x80) {
      return refuse(TransportRefusal.SRTP_MALFORMED);
    }
    int ssrc = int32(buffer, offset + 8);
    try {
      SrtpCryptoContext known = rtpIn.find(ssrc);
      SrtpCryptoContext context = known != null ? known : rtpIn.spare();
      if (context == null) {
        return refuse(TransportRefusal.SRTP_SSRC_LIMIT);
      }
      packet.aim(buffer, offset, length);
      SrtpErrorStatus status = context.reverseTransformPacket(packet, false);
      if (status != SrtpErrorStatus.OK) {
        return refuse(reasonOf(status));
      }
      if (known == null) {
        rtpIn.adopt(ssrc);
      }
      return packet.getLength();
    } catch (GeneralSecurityException | RuntimeException e) {
      return refuse(TransportRefusal.SRTP_MALFORMED);
    }
  }

  /** Checks and opens an SRTCP packet. */
  public int unprotectRtcp(byte[] buffer, int offset, int length) {
    int more = profile.tagBytes() + SRTCP_INDEX_BYTES;
    if (length < RTCP_HEADER_BYTES + more || (buffer[offset] & 0xC0) != 0x80) {
      return refuse(TransportRefusal.SRTP_MALFORMED);
    }
    // The index stands last with GCM (RFC 7714 §9.1) and before the tag with SHA1 (RFC 3711 §3.4);
    // its top bit says "encrypted", and WebRTC never sends anything else (RFC 8827 §6.5).
    int behind = profile == SrtpProfile.AEAD_AES_128_GCM ? 0 : profile.tagBytes();
    if (int32(buffer, offset + length - behind - SRTCP_INDEX_BYTES) >= 0) {
      return refuse(TransportRefusal.SRTP_MALFORMED);
    }
    int ssrc = int32(buffer, offset + 4);
    try {
      SrtcpCryptoContext known = rtcpIn.find(ssrc);
      SrtcpCryptoContext context = known != null ? known : rtcpIn.spare();
      if (context == null) {
        return refuse(TransportRefusal.SRTP_SSRC_LIMIT);
      }
      packet.aim(buffer, offset, length);
      SrtpErrorStatus status = context.reverseTransformPacket(packet);
      if (status != SrtpErrorStatus.OK) {
        return refuse(reasonOf(status));
      }
      if (known == null) {
        rtcpIn.adopt(ssrc);
      }
      return packet.getLength();
    } catch (GeneralSecurityException | RuntimeException e) {
      return refuse(TransportRefusal.SRTP_MALFORMED);
    }
  }

  /** Overwrites the master keys; contexts made so far go on working. */
  public void close() {
    outgoing.close();
    incoming.close();
  }

  private int refuse(TransportRefusal reason) {
    refusal = reason;
    return REFUSED;
  }

  private static TransportRefusal reasonOf(SrtpErrorStatus status) {
    return switch (status) {
      case AUTH_FAIL -> TransportRefusal.SRTP_AUTHENTICATION;
      case REPLAY_FAIL, REPLAY_OLD -> TransportRefusal.SRTP_REPLAY;
      case INVALID_PACKET, FAIL, OK -> TransportRefusal.SRTP_MALFORMED;
    };
  }

  private static int int32(byte[] b, int at) {
    return (b[at] & 0xFF) << 24
        | (b[at + 1] & 0xFF) << 16
        | (b[at + 2] & 0xFF) << 8
        | (b[at + 3] & 0xFF);
  }

  /** Derives the context of one SSRC. */
  private interface Derivation<C> {
    C derive(int ssrc) throws GeneralSecurityException;
  }

  /** A few contexts found by SSRC: a scan of a dozen ints beats a map and boxes nothing. */
  private static final class Contexts<C> {
    private final int[] ssrcs;
    private final Object[] contexts;
    private final Derivation<C> derivation;
    private C spare;
    private int size;
    private int latest;

    Contexts(int max, Derivation<C> derivation) {
      this.ssrcs = new int[max];
      this.contexts = new Object[max];
      this.derivation = derivation;
    }

    @SuppressWarnings("unchecked")
    C find(int ssrc) {
      if (latest < size && ssrcs[latest] == ssrc) {
        return (C) contexts[latest];
      }
      for (int i = 0; i < size; i++) {
        if (ssrcs[i] == ssrc) {
          latest = i;
          return (C) contexts[i];
        }
      }
      return null;
    }

    /** The context of this SSRC, made if there is room for one more; else null. */
    C get(int ssrc) throws GeneralSecurityException {
      C known = find(ssrc);
      if (known != null || size == ssrcs.length) {
        return known;
      }
      spare = derivation.derive(ssrc);
      return adopt(ssrc);
    }

    /** A context that no SSRC owns yet, or null when there is no room for one more. */
    C spare() throws GeneralSecurityException {
      if (spare == null && size < ssrcs.length) {
        spare = derivation.derive(0);
      }
      return spare;
    }

    /** Gives the spare context to this SSRC. */
    C adopt(int ssrc) {
      C adopted = spare;
      spare = null;
      ssrcs[size] = ssrc;
      contexts[size] = adopted;
      latest = size;
      size++;
      return adopted;
    }
  }
}
