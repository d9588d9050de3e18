package dev.croupier.gateway.media.webrtc;

import java.net.InetSocketAddress;

/**
 * Whom one track of a plain RTP publish listens to: one address and one SSRC, set by the first
 * valid packet. The address is never learned again; the SSRC is, once its source has said goodbye
 * or been silent (RFC 3550 section 8.2), so that an encoder may begin anew from the same port.
 * Pure; one owner thread.
 */
final class RtpSource {
  /** A source that sends cannot be replaced; one silent for so long can: 500 ms. */
  static final long SILENT_MICROS = 500_000;

  /** What a packet is. */
  enum Verdict {
    /** The bound source's. */
    SAME,
    /** The first of a source that is bound now. */
    NEW,
    OTHER_ADDRESS,
    OTHER_SSRC
  }

  private final long onlySsrc;
  private InetSocketAddress address;
  private InetSocketAddress controlAddress;
  private long ssrc = -1;
  private boolean gone;
  private long lastMicros;

  /**
   * Unbound.
   *
   * @param onlySsrc the only one to listen to, or {@link SdpStream#UNKNOWN_SSRC}
   */
  RtpSource(long onlySsrc) {
    this.onlySsrc = onlySsrc;
  }

  /** Judges a well-formed packet and binds or keeps the binding. */
  Verdict packet(InetSocketAddress from, long itsSsrc, long nowMicros) {
    if (address != null && !address.equals(from)) {
      return Verdict.OTHER_ADDRESS;
    }
    if (onlySsrc != SdpStream.UNKNOWN_SSRC && itsSsrc != onlySsrc) {
      return Verdict.OTHER_SSRC;
    }
    boolean same = itsSsrc == ssrc;
    if (!same && ssrc >= 0 && !gone && nowMicros - lastMicros < SILENT_MICROS) {
      return Verdict.OTHER_SSRC;
    }
    address = from;
    ssrc = itsSsrc;
    gone = false;
    lastMicros = nowMicros;
    return same ? Verdict.SAME : Verdict.NEW;
  }

  /** Whether a sender report of {@code from} is its own; the first one binds RTCP's address. */
  boolean report(InetSocketAddress from, long itsSsrc) {
    if (ssrc < 0 || itsSsrc != ssrc || !takesControl(from)) {
      return false;
    }
    controlAddress = from;
    return true;
  }

  /** Whether RTCP from there may be its own: the same host, and the same port once one is known. */
  boolean takesControl(InetSocketAddress from) {
    return address != null
        && (controlAddress == null
            ? address.getAddress().equals(from.getAddress())
            : controlAddress.equals(from));
  }

  /** The source has said goodbye. */
  void bye(long itsSsrc) {
    gone |= itsSsrc == ssrc;
  }

  /** Whether a source is bound that has said goodbye. */
  boolean gone() {
    return gone;
  }

  /** The bound SSRC, or -1. */
  long ssrc() {
    return ssrc;
  }

  /** Where its reports come from and ours go, or null. */
  InetSocketAddress controlAddress() {
    return controlAddress;
  }
}
