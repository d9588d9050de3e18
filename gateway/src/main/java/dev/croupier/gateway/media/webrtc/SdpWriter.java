package dev.croupier.gateway.media.webrtc;

import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes descriptions as text with CRLF. What it writes, {@link SdpParser} reads back as the same
 * description. Stateless, any thread.
 */
public final class SdpWriter {
  private final StringBuilder out = new StringBuilder(2_048);

  private SdpWriter() {}

  /** The description's text. */
  public static String write(SdpDescription description) {
    SdpWriter writer = new SdpWriter();
    writer.session(description);
    description.media().forEach(writer::media);
    return writer.out.toString();
  }

  private void session(SdpDescription d) {
    line("v=0");
    line("o=- " + d.sessionId() + " " + d.version() + " IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    if (d.iceLite()) {
      line("a=ice-lite");
    }
    if (!d.bundle().isEmpty()) {
      line("a=group:BUNDLE " + String.join(" ", d.bundle()));
    }
    boolean streams = d.media().stream().anyMatch(m -> !m.streamId().isEmpty());
    if (streams) {
      line("a=msid-semantic: WMS *");
    }
  }

  private void media(SdpMedia m) {
    line(
        "m="
            + m.kind()
            + " "
            + m.port()
            + " "
            + m.protocol()
            + " "
            + String.join(" ", m.formatNames()));
    line("c=IN IP4 0.0.0.0");
    transport(m);
    attribute("mid", m.mid());
    for (SdpExtension extension : m.extensions()) {
      line("a=extmap:" + extension.id() + " " + extension.uri());
    }
    line("a=" + m.direction().name().toLowerCase(Locale.ROOT));
    if (!m.streamId().isEmpty()) {
      line("a=msid:" + m.streamId() + (m.trackId().isEmpty() ? "" : " " + m.trackId()));
    }
    flag("rtcp-mux", m.rtcpMux());
    flag("rtcp-rsize", m.reducedSize());
    flag("rtcp-xr:rcvr-rtt=all", m.receiverRtt());
    m.formats().forEach(this::format);
    streams(m);
  }

  private void transport(SdpMedia m) {
    attribute("ice-ufrag", m.ufrag());
    attribute("ice-pwd", m.password());
    attribute("fingerprint", m.fingerprint());
    attribute("setup", m.setup());
    for (String candidate : m.candidates()) {
      line("a=candidate:" + candidate);
    }
    flag("end-of-candidates", m.endOfCandidates());
  }

  private void format(SdpFormat format) {
    String payloadType = Integer.toString(format.payloadType());
    if (!format.encoding().isEmpty()) {
      line(
          "a=rtpmap:"
              + payloadType
              + " "
              + format.encoding()
              + "/"
              + format.clockRate()
              + (format.channels() == 1 ? "" : "/" + format.channels()));
    }
    for (String feedback : new TreeSet<>(format.feedback())) {
      line("a=rtcp-fb:" + payloadType + " " + feedback);
    }
    if (!format.parameters().isEmpty()) {
      StringBuilder parameters = new StringBuilder();
      new TreeMap<>(format.parameters())
          .forEach(
              (key, value) ->
                  parameters
                      .append(parameters.isEmpty() ? "" : ";")
                      .append(key.isEmpty() ? "" : key + "=")
                      .append(value));
      line("a=fmtp:" + payloadType + " " + parameters);
    }
  }

  private void streams(SdpMedia m) {
    for (SdpMedia.Fid pair : m.retransmissions()) {
      line("a=ssrc-group:FID " + pair.ssrc() + " " + pair.rtxSsrc());
    }
    for (long ssrc : m.ssrcs()) {
      line("a=ssrc:" + ssrc + " cname:" + m.cname());
      if (!m.trackId().isEmpty()) {
        line("a=ssrc:" + ssrc + " msid:" + m.streamId() + " " + m.trackId());
      }
    }
  }

  private void attribute(String name, String value) {
    if (!value.isEmpty()) {
      line("a=" + name + ":" + value);
    }
  }

  private void flag(String name, boolean set) {
    if (set) {
      line("a=" + name);
    }
  }

  private void line(String text) {
    out.append(text).append("\r\n");
  }
}
