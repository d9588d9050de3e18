package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.AvcConfig;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.rtp.Parse;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a sender of plain RTP says it will send, and our answer: the SDP file that {@code ffmpeg -f
 * rtp -sdp_file} and hardware encoders write. One H.264 or VP8 and at most one Opus section over
 * {@code RTP/AVP} or {@code RTP/AVPF} are taken, or the latter alone. Stateless, any thread.
 *
 * @param sections kinds of the description's sections, in order
 * @param tracks those that are taken; video first
 * @param sources addresses that {@code a=source-filter:incl} names (RFC 4570); empty for any
 */
record RtpOffer(List<String> sections, List<Track> tracks, Set<InetAddress> sources) {
  /**
   * One section that is taken.
   *
   * @param section its index in the description
   * @param port that the sender was told, 0 if we are to choose
   * @param mux whether RTCP comes to the same port
   * @param ssrc that {@code a=ssrc} names, or {@link SdpStream#UNKNOWN_SSRC}
   * @param nack whether lost packets may be asked for (RFC 4585)
   * @param pli whether keyframes may be asked for
   * @param parameterSets of {@code sprop-parameter-sets}
   */
  record Track(
      int section,
      Codec codec,
      SdpFormat format,
      String protocol,
      int port,
      boolean mux,
      long ssrc,
      boolean nack,
      boolean pli,
      List<byte[]> parameterSets) {}

  private static final Set<String> PROTOCOLS = Set.of("RTP/AVP", "RTP/AVPF");
  private static final int MAX_SOURCES = 16;

  RtpOffer {
    sections = List.copyOf(sections);
    tracks = List.copyOf(tracks);
    sources = Set.copyOf(sources);
  }

  /**
   * Reads a description.
   *
   * @throws MediaRefusal {@code bad_sdp}, {@code no_common_codec}, {@code multicast}
   */
  static RtpOffer parse(String sdp) throws MediaRefusal {
    SdpDescription description =
        switch (SdpParser.parse(sdp)) {
          case Parse.Parsed<SdpDescription>(SdpDescription good) -> good;
          case Parse.Rejected<SdpDescription>(String reason) ->
              throw new MediaRefusal("bad_sdp", reason);
        };
    Track video = track(description, "video");
    Track audio = track(description, "audio");
    boolean pictures = description.media().stream().anyMatch(m -> m.kind().equals("video"));
    if (video == null && (pictures || audio == null)) {
      throw new MediaRefusal(
          SdpAnswers.NO_COMMON_CODEC,
          "no section sends H264/90000 or VP8/90000, or opus/48000/2 alone, over RTP/AVP or"
              + " RTP/AVPF");
    }
    List<Track> tracks = new ArrayList<>();
    if (video != null) {
      tracks.add(video);
    }
    if (audio != null) {
      tracks.add(audio);
    }
    return new RtpOffer(
        description.media().stream().map(SdpMedia::kind).toList(), tracks, addresses(sdp));
  }

  /** The codec of the pictures, or null where there is only sound. */
  Codec pictures() {
    Codec first = tracks.getFirst().codec;
    return first.video() ? first : null;
  }

  /** What the ports must be. */
  List<RtpPorts.Wanted> wanted() {
    return tracks.stream().map(track -> new RtpPorts.Wanted(track.port, track.mux)).toList();
  }

  /** The same with ports where it leaves them to us; {@code ports} by track. */
  RtpOffer withPorts(List<Integer> ports) {
    List<Track> named = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      Track t = tracks.get(i);
      named.add(
          new Track(
              t.section,
              t.codec,
              t.format,
              t.protocol,
              t.port == 0 && i < ports.size() ? ports.get(i) : t.port,
              t.mux,
              t.ssrc,
              t.nack,
              t.pli,
              t.parameterSets));
    }
    return new RtpOffer(sections, named, sources);
  }

  /**
   * The answer: where to send each section, and the RTCP beside it; port 0 for those not taken.
   *
   * @param addresses by track
   * @param sessionId of the o-line, not negative
   */
  String answer(List<InetSocketAddress> addresses, long sessionId) {
    String host = host(addresses.getFirst().getAddress());
    StringBuilder out = new StringBuilder("v=0\r\n");
    out.append("o=- ").append(sessionId).append(" 1 ").append(host).append("\r\n");
    out.append("s=-\r\nc=").append(host).append("\r\nt=0 0\r\n");
    for (int section = 0; section < sections.size(); section++) {
      Track taken = null;
      int port = 0;
      for (int i = 0; i < tracks.size(); i++) {
        if (tracks.get(i).section == section) {
          taken = tracks.get(i);
          port = addresses.get(i).getPort();
        }
      }
      if (taken == null) {
        out.append("m=").append(sections.get(section)).append(" 0 RTP/AVP 0\r\n");
      } else {
        append(out, taken, port);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Track track, int port) {
    SdpFormat format = track.format;
    int type = format.payloadType();
    boolean video = track.codec.video();
    out.append("m=").append(video ? "video " : "audio ").append(port).append(' ');
    out.append(track.protocol).append(' ').append(type).append("\r\n");
    out.append("a=rtpmap:").append(type);
    out.append(video ? " " + track.codec + "/90000\r\n" : " opus/48000/2\r\n");
    if (track.codec == Codec.H264) {
      out.append("a=fmtp:").append(type).append(" packetization-mode=1\r\n");
    }
    if (track.nack) {
      out.append("a=rtcp-fb:").append(type).append(" nack\r\n");
    }
    if (track.pli) {
      out.append("a=rtcp-fb:").append(type).append(" nack pli\r\n");
    }
    if (track.mux) {
      out.append("a=rtcp-mux\r\n");
    } else {
      out.append("a=rtcp:").append(port + 1).append("\r\n");
    }
    out.append("a=recvonly\r\n");
  }

  private static Track track(SdpDescription description, String kind) {
    for (int i = 0; i < description.media().size(); i++) {
      SdpMedia media = description.media().get(i);
      if (media.kind().equals(kind)
          && PROTOCOLS.contains(media.protocol())
          && media.direction().sends()) {
        for (SdpFormat format : media.formats()) {
          if (kind.equals("video") ? isVideo(format) : format.is("opus", 48_000)) {
            return track(i, media, format);
          }
        }
      }
    }
    return null;
  }

  private static boolean isVideo(SdpFormat format) {
    // Mode 2 interleaves NAL units (RFC 6184 section 6.4); nobody sends it.
    return format.is("VP8", 90_000)
        || (format.is("H264", 90_000)
            && !"2".equals(format.parameters().get("packetization-mode")));
  }

  private static Track track(int section, SdpMedia media, SdpFormat format) {
    boolean feedback = media.protocol().equals("RTP/AVPF");
    boolean video = media.kind().equals("video");
    return new Track(
        section,
        video ? (format.is("VP8", 90_000) ? Codec.VP8 : Codec.H264) : Codec.OPUS,
        format,
        media.protocol(),
        media.port(),
        media.rtcpMux(),
        media.ssrcs().isEmpty() ? SdpStream.UNKNOWN_SSRC : media.ssrcs().getFirst(),
        video && feedback && format.feedback().contains("nack"),
        video && feedback && format.feedback().contains("nack pli"),
        video ? parameterSets(format) : List.of());
  }

  /** The stream brings its sets too, so unreadable ones are left out. */
  private static List<byte[]> parameterSets(SdpFormat format) {
    String sprop = format.parameters().get("sprop-parameter-sets");
    AvcConfig sets = sprop == null ? null : AvcConfig.parseSprop(sprop).orNull();
    return sets == null ? List.of() : sets.nals();
  }

  /**
   * The lines that name addresses, of which only source filters bind: {@code c=} names where the
   * sender believes we are.
   */
  private static Set<InetAddress> addresses(String sdp) throws MediaRefusal {
    Set<InetAddress> sources = new LinkedHashSet<>();
    for (String line : sdp.lines().toList()) {
      String[] words = line.strip().split(" +", MAX_SOURCES + 6);
      if (line.startsWith("c=IN ") && words.length > 2) {
        InetAddress to = literal(words[2].split("/", 2)[0]);
        if (to != null && to.isMulticastAddress()) {
          throw new MediaRefusal("multicast", "send to this server's own address, not to a group");
        }
      } else if (words[0].equals("a=source-filter:") || words[0].startsWith("a=source-filter:")) {
        filter(words, sources);
      }
    }
    return sources;
  }

  /** {@code a=source-filter: incl IN IP4 <destination> <source> …}, the space being optional. */
  private static void filter(String[] words, Set<InetAddress> sources) throws MediaRefusal {
    int mode = words[0].equals("a=source-filter:") ? 1 : 0;
    if (words.length <= mode || !words[mode].endsWith("incl")) {
      throw new MediaRefusal("bad_sdp", "bad_source_filter");
    }
    for (int i = mode + 4; i < words.length; i++) {
      InetAddress source = literal(words[i]);
      if (source == null || sources.size() == MAX_SOURCES) {
        throw new MediaRefusal("bad_sdp", "bad_source_filter");
      }
      sources.add(source);
    }
    if (sources.isEmpty()) {
      throw new MediaRefusal("bad_sdp", "bad_source_filter");
    }
  }

  /** An address written in digits; null for a name, which is never looked up. */
  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String host(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return (address instanceof Inet4Address ? "IN IP4 " : "IN IP6 ")
        + (scope < 0 ? text : text.substring(0, scope));
  }
}
