package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ways to peers on a simulated loop: a test says when one is connected, and sees what it took. */
public final class SimTransports implements TransportFactory {
  private static final SdpLocal PEER =
      new SdpLocal(
          "EsAw", "P2uYro0UCOQ4zxjKXaWCBui1", "sha-256 " + "AB:".repeat(31) + "CD", List.of());

  private final SimLoop loop;
  private final List<Line> lines = new ArrayList<>();

  /** None yet. */
  public SimTransports(SimLoop loop) {
    this.loop = loop;
  }

  /** What a viewer offers, of pictures and sound. */
  public static String viewersOffer() {
    return SdpWriter.write(SdpOffers.toView(PEER, 7));
  }

  /** What a publisher of pictures and sound offers. */
  static String publishersOffer() {
    SdpSending sending = new SdpSending(Codec.H264, ShowChoice.PROFILE, 4, 5, 6, "cam", "cam");
    return SdpWriter.write(SdpOffers.toPublish(PEER, sending, 7));
  }

  /** The one that was opened last. */
  public Line last() {
    return lines.getLast();
  }

  @Override
  public Opened open(RemoteIce remote, TransportListener listener) {
    lines.add(new Line(loop, listener));
    return new Opened(last(), new LocalIce("us" + lines.size(), "serverPasswordOf24Chars0"));
  }

  @Override
  public Optional<LocalIce> restart(PeerTransport transport, RemoteIce remote) {
    return Optional.empty();
  }

  @Override
  public List<String> candidates() {
    return List.of("1 1 udp 2130706431 127.0.0.1 8000 typ host");
  }

  @Override
  public String fingerprint() {
    return "sha-256 " + "AB:".repeat(31) + "CD";
  }

  /** One way. */
  public static final class Line extends SilentTransport implements RtcpVisitor {
    private final SimLoop simLoop;
    private final TransportListener listener;
    private final RtpView view = new RtpView();
    private final List<Long> reportedAt = new ArrayList<>();
    private final List<Long> reported = new ArrayList<>();
    private final List<Integer> payloads = new ArrayList<>();
    private String reason;
    private boolean broken;
    private int faults;

    private Line(SimLoop loop, TransportListener listener) {
      super(loop);
      this.simLoop = loop;
      this.listener = listener;
    }

    /** The session on it. */
    public TransportListener session() {
      return listener;
    }

    /** Its keys are agreed. */
    public void connect() {
      simLoop.execute(listener::connected);
      simLoop.run();
    }

    /** From now on whatever is sent on it throws, as a bug of ours would. */
    void breakDown() {
      broken = true;
    }

    /** Whether its session was told of its end. */
    public boolean over() {
      return reason != null;
    }

    /** Why it ended, or null. */
    String reason() {
      return reason;
    }

    /** How often the session told of an exception. */
    int faults() {
      return faults;
    }

    /** The first byte of each RTP packet's payload, in order. */
    List<Integer> payloads() {
      return payloads;
    }

    /** When sender reports were sent; of each also {@link #reported whose}. */
    List<Long> reportedAt() {
      return reportedAt;
    }

    /** SSRCs of the sender reports. */
    List<Long> reported() {
      return reported;
    }

    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
      send();
      if (view.wrap(buffer, offset, length) != RtpView.Verdict.OK) {
        throw new AssertionError("no RTP");
      }
      payloads.add(buffer[view.payloadOffset()] & 0xFF);
    }

    @Override
    public void sendRtcp(byte[] buffer, int offset, int length) {
      send();
      RtcpParser.parse(buffer, offset, length, this);
    }

    @Override
    public void senderReport(long ssrc, long ntp, long rtpTime, long packets, long octets) {
      reported.add(ssrc);
      reportedAt.add(simLoop.nowMicros());
    }

    @Override
    public void failed(RuntimeException bug) {
      faults++;
      end("internal_error");
    }

    @Override
    public void close() {
      simLoop.execute(() -> end("closed"));
    }

    private void send() {
      if (broken) {
        throw new IllegalStateException("a bug");
      }
    }

    private void end(String why) {
      if (reason == null) {
        reason = why;
        listener.closed(why);
      }
    }
  }
}
