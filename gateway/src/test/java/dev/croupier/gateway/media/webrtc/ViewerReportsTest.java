package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.SuppliedClock;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Joins;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.Viewer;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.time.clock.TableClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RTCP of a viewer in the forms it may take, as bytes written by hand. Simulated time. */
final class ViewerReportsTest {
  private static final long SECOND = 1_000_000;
  private static final long SSRC = 0x77;
  private static final long RTX_SSRC = 0x78;

  /** Of the viewer 00000007: a receiver report without blocks. */
  private static final String RR = "80c90001 00000007";

  private static final String CNAME = "81ca0003 00000007 01026162 00000000";

  /** Asks for 101 and, by its bit, 103. */
  private static final String NACK = "81cd0003 00000007 00000077 00650002";

  private static final String PLI = "81ce0002 00000007 00000077";
  private static final String BYE = "81cb0001 00000007";

  private final PacketHistory history = new PacketHistory(64);
  private final TableClock clock = new SuppliedClock(() -> this.now);
  private final InlineLoop loop = new InlineLoop();
  private final Wire wire = new Wire(loop);
  private final Table table = new Table();
  private final WhepSession session;
  private long now = 1_767_225_600 * SECOND;

  ViewerReportsTest() {
    session = new WhepSession("v", "", table, clock, ended -> {});
    SentTrack video =
        new SentTrack(
            new SentTrack.Shape(Codec.H264, 102, SSRC, 103, RTX_SSRC, "c"),
            new RtpHeaderWriter(4, 3, 9, "0"),
            history,
            wire,
            session.link(),
            100,
            5_000);
    ViewerJoin join =
        new ViewerJoin(table, clock, wire, video, new JoinBudget(0), false, until -> {});
    session.attach(wire, video, join, null);
    session.connected();
    byte[][] payloads = new byte[8][50];
    byte[] data = {0, 0, 0, 1, 0x65};
    ProgramFrame frame =
        new ProgramFrame(Codec.H264, true, now, 90_000, 0, payloads, data, "cam-a");
    history.add(frame);
    session.onFrame(frame);
    assertEquals(List.of(100, 101, 102, 103, 104, 105, 106, 107), wire.first);
  }

  /** RFC 5506: a feedback need not stand behind a report, nor at any place among others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        NACK,
        RR + NACK,
        RR + CNAME + NACK,
        CNAME + NACK + RR,
        "80cc0002 00000007 61626364" + NACK,
        // With padding at its end, as transport feedbacks have it.
        RR + "a1cd0004 00000007 00000077 00650002 00000004",
      })
  void reducedSizeAndCompoundRtcpAreBothHeard(String hex) {
    rtcp(hex);
    assertEquals(List.of(101, 103), wire.again);
    assertEquals(0, wire.refused.size());
  }

  @Test
  void everyPacketOfACompoundIsHeard() {
    int asked = table.asked;
    rtcp(RR + CNAME + NACK + PLI + "81cd0003 00000007 00000077 00690000");
    assertEquals(List.of(101, 103, 105), wire.again);
    assertEquals(asked + 1, table.asked);
    assertEquals(1, session.qos().keyframeRequests());
  }

  @Test
  void aByeOfAViewerEndsItsSessionOnceItIsSilent() {
    rtcp(RR + BYE);
    assertFalse(wire.closed, "it may only change its SSRC");
    pass(4_900_000);
    assertFalse(wire.closed);
    pass(200_000);
    assertTrue(wire.closed);
  }

  @ParameterizedTest
  @ValueSource(strings = {RR, NACK, "80c90001 00000008"})
  void aViewerThatGoesOnAfterAByeStays(String more) {
    rtcp(RR + BYE);
    pass(3 * SECOND);
    rtcp(more);
    pass(60 * SECOND);
    assertFalse(wire.closed);
    rtcp(BYE);
    pass(6 * SECOND);
    assertTrue(wire.closed, "the next one counts anew");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a0c90001 00000005", // padding beyond the packet
        RR + "80cf0003 00000007 04000002 00000000", // an XR block beyond its packet
        "81cd0002 00000007 00000077", // NACK without an entry
        "8fcd0003 00000007 00000077 00100001", // transport feedback without its chunks
        NACK + "81ce0001 00000007", // a good one before a truncated PLI
        "81cb0000", // BYE without its SSRC
      })
  void row07_malformedRtcpIsCountedAndNothingOfItIsHeard(String hex) {
    int asked = table.asked;
    rtcp(hex);
    assertEquals(List.of(TransportRefusal.RTCP_MALFORMED), wire.refused);
    assertEquals(List.of(), wire.again);
    assertEquals(asked, table.asked);
    pass(60 * SECOND);
    assertFalse(wire.closed);
    rtcp(NACK);
    assertEquals(List.of(101, 103), wire.again, "the session goes on");
  }

  @Test
  void row04_howeverManyTimesAViewerAsksForInADatagramItIsToldOne() {
    String block = "04000002 0102030405060708";
    int before = wire.reports;
    rtcp("80cf003d 00000007" + block.repeat(20));
    assertEquals(before + 1, wire.reports);
    rtcp("80cf0004 00000007" + block);
    assertEquals(before + 2, wire.reports);
  }

  private void rtcp(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    session.rtcp(bytes, 0, bytes.length, now);
  }

  /** Time passes with the session's reports, ten a second. */
  private void pass(long micros) {
    for (long until = now + micros; now < until && !wire.closed; ) {
      now += 100_000;
      loop.turn();
    }
  }

  private final class Table implements Show {
    private final Joins joins = new Joins();
    private final ProgramClock programClock = new ProgramClock("p", 0, 0, 0);
    private int asked;

    @Override
    public String name() {
      return "table";
    }

    @Override
    public Codec codec() {
      return Codec.H264;
    }

    @Override
    public ProgramClock clock() {
      return programClock;
    }

    @Override
    public PacketHistory history(Codec codec) {
      return history;
    }

    @Override
    public Joins joins() {
      return joins;
    }

    @Override
    public void requestKeyframe() {
      asked++;
    }

    @Override
    public void add(Viewer viewer) {}

    @Override
    public void remove(Viewer viewer) {}
  }

  private static final class Wire extends SilentTransport {
    private final RtpView view = new RtpView();
    private final List<Integer> first = new ArrayList<>();
    private final List<Integer> again = new ArrayList<>();
    private final List<TransportRefusal> refused = new ArrayList<>();
    private int reports;
    private boolean closed;

    private Wire(InlineLoop loop) {
      super(loop);
    }

    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
      assertEquals(RtpView.Verdict.OK, view.wrap(buffer, offset, length));
      if (view.ssrc() == RTX_SSRC) {
        byte[] original = Arrays.copyOfRange(buffer, view.payloadOffset(), offset + length);
        again.add((original[0] & 0xFF) << 8 | original[1] & 0xFF);
      } else {
        first.add(view.sequence());
      }
    }

    @Override
    public void sendRtcp(byte[] buffer, int offset, int length) {
      reports++;
    }

    @Override
    public void refused(TransportRefusal reason) {
      refused.add(reason);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
