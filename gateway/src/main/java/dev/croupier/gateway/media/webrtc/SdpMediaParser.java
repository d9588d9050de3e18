package dev.croupier.gateway.media.webrtc;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Parses one section for {@link SdpParser}: m-line and the attributes that only sections have. */
final class SdpMediaParser {
  /** Most payload types of a section: all there are. */
  static final int MAX_FORMATS = 128;

  private static final int MAX_SSRCS = 64;
  private static final int MAX_EXTENSIONS = 64;
  private static final int MAX_PARAMETERS = 32;
  private static final int MAX_FEEDBACK = 32;
  private static final int MAX_URI = 256;
  private static final int MAX_ID_TEXT = 64;
  private static final String ANY_FORMAT = "*";

  /** What is known of a payload type so far. */
  private static final class Format {
    String encoding = "";
    int clockRate;
    int channels = 1;
    final Map<String, String> parameters = new LinkedHashMap<>();
    final Set<String> feedback = new LinkedHashSet<>();
  }

  final SdpMedia.Builder media = new SdpMedia.Builder();
  private final Map<Integer, Format> formats = new TreeMap<>();
  private final Set<String> anyFeedback = new LinkedHashSet<>();
  private boolean directionSaid;

  /** Reads {@code <kind> <port> <protocol> <format> ...}. */
  String mediaLine(String value) {
    String[] fields = value.split(" ", MAX_FORMATS + 5);
    if (fields.length < 4) {
      return "empty_section";
    }
    if (fields.length > MAX_FORMATS + 3) {
      return "too_many_payload_types";
    }
    long port = SdpParser.number(fields[1]);
    if (!SdpParser.token(fields[0]) || port < 0 || port > 65_535 || !protocol(fields[2])) {
      return "bad_media_line";
    }
    media.kind = fields[0];
    media.port = (int) port;
    media.protocol = fields[2];
    boolean rtp = fields[2].contains("RTP/");
    for (int i = 3; i < fields.length; i++) {
      if (rtp) {
        long payloadType = SdpParser.number(fields[i]);
        if (payloadType < 0 || payloadType > 127) {
          return "bad_payload_type";
        }
        if (formats.putIfAbsent((int) payloadType, new Format()) != null) {
          return "duplicate_payload_type";
        }
      } else if (!SdpParser.token(fields[i])) {
        return "bad_media_line";
      }
      media.formatNames.add(fields[i]);
    }
    return null;
  }

  /** Reads an attribute that is the section's own; unknown ones are skipped. */
  String attribute(String name, String value) {
    return switch (name) {
      case "sendrecv", "sendonly", "recvonly", "inactive" -> {
        directionSaid = true;
        yield null;
      }
      case "mid" -> {
        media.mid = value;
        yield SdpParser.token(value) ? null : "bad_mid";
      }
      case "rtcp-mux" -> {
        media.rtcpMux = true;
        yield null;
      }
      case "rtcp-rsize" -> {
        media.reducedSize = true;
        yield null;
      }
      case "rtcp-xr" -> {
        media.receiverRtt |= value.contains("rcvr-rtt");
        yield null;
      }
      case "end-of-candidates" -> {
        media.endOfCandidates = true;
        yield null;
      }
      case "rtpmap" -> rtpmap(value);
      case "fmtp" -> fmtp(value);
      case "rtcp-fb" -> feedback(value);
      case "extmap" -> extmap(value);
      case "msid" -> msid(value);
      case "ssrc" -> ssrc(value);
      case "ssrc-group" -> ssrcGroup(value);
      default -> null;
    };
  }

  /** Takes from the session what the section does not say. */
  void inherit(SdpMedia.Builder session) {
    if (!directionSaid) {
      media.direction = session.direction;
    }
    if (media.ufrag.isEmpty()) {
      media.ufrag = session.ufrag;
    }
    if (media.password.isEmpty()) {
      media.password = session.password;
    }
    if (media.fingerprint.isEmpty()) {
      media.fingerprint = session.fingerprint;
    }
    if (media.setup.isEmpty()) {
      media.setup = session.setup;
    }
  }

  SdpMedia finish() {
    if (!formats.isEmpty()) {
      for (String name : media.formatNames) {
        int payloadType = Integer.parseInt(name);
        Format format = formats.get(payloadType);
        format.feedback.addAll(anyFeedback);
        media.formats.add(
            new SdpFormat(
                payloadType,
                format.encoding,
                format.clockRate,
                format.channels,
                format.parameters,
                format.feedback));
      }
    }
    return media.build();
  }

  private String rtpmap(String value) {
    int space = value.indexOf(' ');
    Format format = space < 0 ? null : format(value.substring(0, space));
    if (format == null) {
      return space < 0 ? "bad_rtpmap" : null;
    }
    if (!format.encoding.isEmpty()) {
      return "duplicate_payload_type";
    }
    String[] fields = value.substring(space + 1).split("/", 4);
    if (fields.length < 2 || fields.length > 3 || !SdpParser.token(fields[0])) {
      return "bad_rtpmap";
    }
    long rate = SdpParser.number(fields[1]);
    long channels = fields.length == 3 ? SdpParser.number(fields[2]) : 1;
    if (rate < 1 || rate > 1_000_000 || channels < 1 || channels > 255) {
      return "bad_rtpmap";
    }
    format.encoding = fields[0];
    format.clockRate = (int) rate;
    format.channels = (int) channels;
    return null;
  }

  private String fmtp(String value) {
    int space = value.indexOf(' ');
    if (space < 0) {
      return "bad_fmtp";
    }
    Format format = format(value.substring(0, space));
    if (format == null) {
      return null;
    }
    String[] parts = value.substring(space + 1).split(";", MAX_PARAMETERS + 1);
    if (parts.length > MAX_PARAMETERS) {
      return "bad_fmtp";
    }
    for (String part : parts) {
      String stripped = part.strip();
      int equals = stripped.indexOf('=');
      if (stripped.isEmpty() || equals == 0 || format.parameters.size() == MAX_PARAMETERS) {
        continue;
      }
      String key = equals < 0 ? "" : stripped.substring(0, equals).strip();
      format.parameters.put(key.toLowerCase(Locale.ROOT), stripped.substring(equals + 1).strip());
    }
    return null;
  }

  private String feedback(String value) {
    int space = value.indexOf(' ');
    if (space < 0) {
      return "bad_feedback";
    }
    String name = value.substring(0, space);
    Format format = format(name);
    Set<String> to =
        name.equals(ANY_FORMAT) ? anyFeedback : format == null ? null : format.feedback;
    if (to != null && to.size() < MAX_FEEDBACK) {
      to.add(value.substring(space + 1).strip());
    }
    return null;
  }

  private String extmap(String value) {
    String[] fields = value.split(" ", 3);
    if (fields.length < 2 || fields[1].length() > MAX_URI) {
      return "bad_extension";
    }
    int slash = fields[0].indexOf('/');
    long id = SdpParser.number(slash < 0 ? fields[0] : fields[0].substring(0, slash));
    if (id < 1 || id > 0xFFFF) {
      return "bad_extension";
    }
    // 256 to 4,351 are placeholders for a choice by the answerer (RFC 8285 section 7), not used.
    if (id <= 0xFF && media.extensions.size() < MAX_EXTENSIONS) {
      media.extension((int) id, fields[1]);
    }
    return null;
  }

  private String msid(String value) {
    String[] ids = value.split(" ", 3);
    if (ids[0].isEmpty() || ids[0].length() > MAX_ID_TEXT) {
      return "bad_msid";
    }
    if (media.streamId.isEmpty()) {
      media.streamId = ids[0];
      media.trackId = ids.length < 2 || ids[1].length() > MAX_ID_TEXT ? "" : ids[1];
    }
    return null;
  }

  private String ssrc(String value) {
    int space = value.indexOf(' ');
    long ssrc = SdpParser.number(space < 0 ? value : value.substring(0, space));
    if (ssrc < 0 || ssrc > 0xFFFF_FFFFL) {
      return "bad_ssrc";
    }
    if (!media.ssrcs.contains(ssrc)) {
      if (media.ssrcs.size() == MAX_SSRCS) {
        return "too_many_ssrcs";
      }
      media.ssrcs.add(ssrc);
    }
    String attribute = space < 0 ? "" : value.substring(space + 1);
    if (attribute.startsWith("cname:") && media.cname.isEmpty()) {
      String cname = attribute.substring("cname:".length());
      media.cname = cname.length() > MAX_ID_TEXT ? "" : cname;
    }
    return null;
  }

  private String ssrcGroup(String value) {
    String[] words = value.split(" ", MAX_SSRCS + 2);
    if (!words[0].equals("FID")) {
      return null;
    }
    long ssrc = words.length == 3 ? SdpParser.number(words[1]) : -1;
    long rtx = words.length == 3 ? SdpParser.number(words[2]) : -1;
    if (ssrc < 0 || ssrc > 0xFFFF_FFFFL || rtx < 0 || rtx > 0xFFFF_FFFFL || ssrc == rtx) {
      return "bad_ssrc_group";
    }
    Set<Long> seen = new HashSet<>();
    media.retransmissions.forEach(pair -> seen.add(pair.ssrc()));
    if (seen.size() == MAX_SSRCS / 2 || !seen.add(ssrc)) {
      return "bad_ssrc_group";
    }
    media.retransmissions.add(new SdpMedia.Fid(ssrc, rtx));
    return null;
  }

  /** Tokens with slashes between them, as {@code UDP/TLS/RTP/SAVPF}. */
  private static boolean protocol(String text) {
    return SdpParser.token(text.replace('/', '-'));
  }

  /** The format an attribute speaks of; null for one that the m-line does not list. */
  private Format format(String name) {
    long payloadType = SdpParser.number(name);
    return payloadType < 0 || payloadType > 127 ? null : formats.get((int) payloadType);
  }
}
