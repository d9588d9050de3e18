package dev.croupier.gateway.media.webrtc;

import java.util.ArrayList;
import java.util.List;

/**
 * One section of a description (RFC 8866 section 5.14) with the attributes WebRTC needs; attributes
 * of the session stand in each section that has none of its own. Empty strings mean absent.
 *
 * @param kind {@code audio}, {@code video}, {@code application} …
 * @param port 0 means rejected (RFC 3264 section 6)
 * @param protocol {@code UDP/TLS/RTP/SAVPF} …
 * @param formatNames the format list of the m-line as written
 * @param formats the payload types in that order; empty for sections that are not RTP
 * @param mid RFC 5888
 * @param fingerprint {@code sha-256 AB:CD…}, upper case
 * @param setup {@code actpass}, {@code active}, {@code passive} (RFC 8842)
 * @param candidates values of {@code a=candidate:}
 * @param receiverRtt whether {@code a=rtcp-xr:rcvr-rtt=all} is there
 * @param streamId first half of {@code msid}
 * @param trackId second half of {@code msid}
 * @param ssrcs in order, 0 to 2^32 - 1
 * @param retransmissions pairs of {@code ssrc-group:FID}: the stream and its RTX
 */
public record SdpMedia(
    String kind,
    int port,
    String protocol,
    List<String> formatNames,
    List<SdpFormat> formats,
    String mid,
    Direction direction,
    String ufrag,
    String password,
    String fingerprint,
    String setup,
    List<String> candidates,
    boolean endOfCandidates,
    List<SdpExtension> extensions,
    boolean rtcpMux,
    boolean reducedSize,
    boolean receiverRtt,
    String streamId,
    String trackId,
    String cname,
    List<Long> ssrcs,
    List<Fid> retransmissions) {
  /** Who sends, seen from the describing side (RFC 8866 section 6.7). */
  public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /** Whether the describing side wants to receive. */
    public boolean receives() {
      return this == SENDRECV || this == RECVONLY;
    }

    /** Whether the describing side wants to send. */
    public boolean sends() {
      return this == SENDRECV || this == SENDONLY;
    }
  }

  /** A stream and its retransmission stream (RFC 4588 section 8.6). */
  public record Fid(long ssrc, long rtxSsrc) {}

  /** Copies the lists. */
  public SdpMedia {
    formatNames = List.copyOf(formatNames);
    formats = List.copyOf(formats);
    candidates = List.copyOf(candidates);
    extensions = List.copyOf(extensions);
    ssrcs = List.copyOf(ssrcs);
    retransmissions = List.copyOf(retransmissions);
  }

  /** The id of an extension if the one-byte form can carry it (1 to 14), else 0. */
  public int extensionId(String uri) {
    for (SdpExtension extension : extensions) {
      if (extension.uri().equals(uri) && extension.id() <= 14) {
        return extension.id();
      }
    }
    return 0;
  }

  /** The RTX payload type that goes with {@code payloadType}, or -1. */
  public int rtxFor(int payloadType) {
    String apt = Integer.toString(payloadType);
    for (SdpFormat format : formats) {
      if (format.encoding().equalsIgnoreCase("rtx") && apt.equals(format.parameters().get("apt"))) {
        return format.payloadType();
      }
    }
    return -1;
  }

  /** A section in the making; everything starts absent. */
  static final class Builder {
    String kind = "";
    int port = 9;
    String protocol = "UDP/TLS/RTP/SAVPF";
    List<String> formatNames = new ArrayList<>();
    List<SdpFormat> formats = new ArrayList<>();
    String mid = "";
    Direction direction = Direction.SENDRECV;
    String ufrag = "";
    String password = "";
    String fingerprint = "";
    String setup = "";
    List<String> candidates = new ArrayList<>();
    boolean endOfCandidates;
    List<SdpExtension> extensions = new ArrayList<>();
    boolean rtcpMux;
    boolean reducedSize;
    boolean receiverRtt;
    String streamId = "";
    String trackId = "";
    String cname = "";
    List<Long> ssrcs = new ArrayList<>();
    List<Fid> retransmissions = new ArrayList<>();

    /** Adds a format and its name in the m-line. */
    Builder format(SdpFormat format) {
      formats.add(format);
      formatNames.add(Integer.toString(format.payloadType()));
      return this;
    }

    /** Adds an extension unless {@code id} is 0. */
    Builder extension(int id, String uri) {
      if (id != 0) {
        extensions.add(new SdpExtension(id, uri));
      }
      return this;
    }

    SdpMedia build() {
      return new SdpMedia(
          kind,
          port,
          protocol,
          formatNames,
          formats,
          mid,
          direction,
          ufrag,
          password,
          fingerprint,
          setup,
          candidates,
          endOfCandidates,
          extensions,
          rtcpMux,
          reducedSize,
          receiverRtt,
          streamId,
          trackId,
          cname,
          ssrcs,
          retransmissions);
    }
  }
}
