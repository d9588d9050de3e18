package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.Vp8Depacketizer;
import dev.croupier.gateway.media.peer.ClientTransport;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.webrtc.SdpDescription;
import dev.croupier.gateway.media.webrtc.SdpLocal;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpOffers;
import dev.croupier.gateway.media.webrtc.SdpParser;
import dev.croupier.gateway.media.webrtc.SdpWriter;
import dev.croupier.gateway.media.webrtc.TransportListener;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A WHEP viewer that keeps the numbers of each packet of the picture as it came, and the frames
 * they make. It tells nothing of its path, so that every picture is sent to it.
 */
final class Vp8Wire implements TransportListener, Vp8Depacketizer.Listener, AutoCloseable {
  /** A packet: RTP's sequence number and time, and the picture id of its descriptor. */
  record Numbers(int sequence, long rtpTime, int pictureId, boolean begins, boolean marker) {}

  private final List<Numbers> packets = new CopyOnWriteArrayList<>();
  private final List<CodedFrame> frames = new CopyOnWriteArrayList<>();
  private final List<Integer> strange = new CopyOnWriteArrayList<>();
  private final Vp8Depacketizer depacketizer = new Vp8Depacketizer(this, 1 << 20);
  private final RtpView view = new RtpView();
  private final ClientTransport transport;
  private final SdpNegotiated terms;

  /** Watches a table's program, or {@code table/signal}. */
  Vp8Wire(TestHouse house, String path, String token) throws Exception {
    transport = house.transports().create(this);
    SdpLocal local =
        new SdpLocal(
            transport.localIce().ufrag(),
            transport.localIce().password(),
            house.transports().fingerprint(),
            List.of());
    SdpDescription offer = SdpOffers.toView(local, 1);
    HttpResponse<String> answer = post(house, path, token, SdpWriter.write(offer));
    terms = SdpOffers.accept(offer, SdpParser.parse(answer.body()).orNull()).orNull();
    transport.start(terms.remote(), terms.remoteSetup(), terms.remoteCandidates());
  }

  /** Posts an offer to view a table. */
  static HttpResponse<String> post(TestHouse house, String table, String token, String sdp)
      throws Exception {
    return house
        .api()
        .http()
        .send(
            HttpRequest.newBuilder(house.address().resolve("/whep/" + table + "?join=live"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(sdp))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** What was agreed on. */
  SdpNegotiated terms() {
    return terms;
  }

  /** Packets of the picture so far. */
  List<Numbers> packets() {
    return packets;
  }

  /** The picture's complete frames so far. */
  List<CodedFrame> frames() {
    return frames;
  }

  /** Payload types of packets of no agreed stream; -1 for what is no packet, -2 for a bad frame. */
  List<Integer> strange() {
    return strange;
  }

  @Override
  public void frame(CodedFrame frame) {
    frames.add(frame);
  }

  @Override
  public void parametersChanged(int width, int height, int version) {}

  @Override
  public void dropped(long rtpTime) {
    strange.add(-2);
  }

  @Override
  public void connected() {}

  @Override
  public void rtp(byte[] b, int offset, int length, long arrivalMicros) {
    if (view.wrap(b, offset, length) != RtpView.Verdict.OK) {
      strange.add(-1);
    } else if (view.payloadType() == terms.video().payloadType()) {
      int at = view.payloadOffset();
      boolean idOf15Bits = (b[at] & 0x80) != 0 && b[at + 1] == (byte) 0x80 && b[at + 2] < 0;
      int id = idOf15Bits ? (b[at + 2] & 0x7F) << 8 | (b[at + 3] & 0xFF) : -1;
      packets.add(
          new Numbers(view.sequence(), view.timestamp(), id, (b[at] & 0x10) != 0, view.marker()));
      depacketizer.packet(b, at, view.payloadLength(), view.timestamp(), view.marker());
    } else if (view.payloadType() != terms.audio().payloadType()) {
      strange.add(view.payloadType());
    }
  }

  @Override
  public void rtcp(byte[] buffer, int offset, int length, long arrivalMicros) {}

  @Override
  public void closed(String reason) {}

  @Override
  public void close() {
    transport.close();
  }

  /** The offer of a viewer that plays one codec only. */
  static String offerOf(TestHouse house, String encoding) throws Exception {
    SdpLocal local =
        new SdpLocal("abcd", "p".repeat(24), house.transports().fingerprint(), List.of());
    List<String> types =
        encoding.equals("VP8") ? List.of("96", "97") : List.of("102", "103", "108", "109");
    StringBuilder sdp = new StringBuilder();
    for (String line : SdpWriter.write(SdpOffers.toView(local, 1)).split("\r\n")) {
      boolean video = line.matches("a=(rtpmap|fmtp|rtcp-fb):(?!111).*");
      if (line.startsWith("m=video")) {
        sdp.append("m=video 9 UDP/TLS/RTP/SAVPF ").append(String.join(" ", types)).append("\r\n");
      } else if (!video || types.contains(line.replaceAll(".*?:(\\d+).*", "$1"))) {
        sdp.append(line).append("\r\n");
      }
    }
    return sdp.toString();
  }
}
