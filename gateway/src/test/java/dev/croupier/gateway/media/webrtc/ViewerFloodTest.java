package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.SuppliedClock;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Joins;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.Viewer;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.rtp.TransportFeedbackRecorder;
import dev.croupier.gateway.media.track.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hardening row 26: a viewer that floods PLI or NACKs everything. Simulated time. */
final class ViewerFloodTest {
  private static final long SSRC = 0x77;
  private static final long RTX_SSRC = 0x78;
  private static final int PAYLOAD = 1_000;
  private static final int PACKETS = 10;
  private static final long FRAME_MICROS = 33_333;

  private final PacketHistory history = new PacketHistory(4_096);
  private final Table table = new Table();
  private final Wire wire = new Wire();
  private final ViewerLink link;
  private final WhepSession session;
  private long now = 1_767_225_600_000_000L;
  private long frames;

  ViewerFloodTest() {
    session = new WhepSession("v", "", table, new SuppliedClock(() -> now), ended -> {});
    link = session.link();
    SentTrack video =
        new SentTrack(
            new SentTrack.Shape(Codec.H264, 102, SSRC, 103, RTX_SSRC, "c"),
            new RtpHeaderWriter(4, 3, 9, "0"),
            history,
            wire,
            link,
            65_500,
            65_500);
    ViewerJoin join =
        new ViewerJoin(
            table, new SuppliedClock(() -> now), wire, video, new JoinBudget(0), true, until -> {});
    session.attach(wire, video, join, null);
    session.connected();
  }

  @Test
  void row26_aViewerThatFloodsPliCausesOneUpstreamRequestIn500Ms() {
    for (int i = 0; i < 5_000; i++) {
      now += 1_000;
      pli();
      table.signal.tick(now);
    }
    assertEquals(5_000, session.qos().keyframeRequests());
    assertTrue(table.upstream.size() >= 10 && table.upstream.size() <= 11, "" + table.upstream);
    for (int i = 1; i < table.upstream.size(); i++) {
      assertTrue(table.upstream.get(i) - table.upstream.get(i - 1) >= 500_000);
    }
    assertTrue(table.wishes <= 12, "and the table's event loop is not flooded: " + table.wishes);
  }

  @Test
  void row26_aViewerThatNacksEverythingGetsAQuarterOfItsRateAgainAndEachPacketThreeTimesAtMost() {
    for (int i = 0; i < 30 * 20; i++) {
      frame(true);
      for (int step = 0; step < 3; step++) {
        now += FRAME_MICROS / 3;
        nackLast(600);
      }
    }
    assertEquals(30 * 20, session.qos().framesSent(), "pictures go on all the same");
    long limit = wire.first / 4 + ResendBudget.FLOOR_BYTES;
    assertTrue(wire.again <= limit, wire.again + " again of " + wire.first);
    assertTrue(wire.again > limit * 8 / 10, "what is allowed is used: " + wire.again);
    assertTrue(link.qos().resends(ResendVerdict.OVER_BUDGET) > 0);
    assertTrue(link.qos().resends(ResendVerdict.TOO_SOON) > 0);
    assertTrue(link.qos().resends(ResendVerdict.UNKNOWN) > 0, "what was never sent");
    assertEquals(session.qos().resent(), link.qos().resends(ResendVerdict.SENT));
    assertTrue(wire.rtx.size() > 600, "beyond the wrap of its own sequence");
    for (int i = 0; i < wire.rtx.size(); i++) {
      assertEquals(65_500 + i & 0xFFFF, wire.rtx.get(i), "RTX has a sequence of its own");
    }
    int[] times = new int[1 << 16];
    wire.originals.forEach(sequence -> times[sequence]++);
    assertTrue(Arrays.stream(times).max().orElseThrow() <= 3);
  }

  @Test
  void aRetransmissionIsThePacketThatWasMeantEvenAfterFramesWereLeftOut() {
    frame(true);
    frame(false);
    frame(true);
    now += 10_000;
    // The viewer's sequence goes from 65,500 over the wrap: what it was not sent has no number.
    nack(65_500 + PACKETS + 3);
    assertEquals(List.of(65_500 + PACKETS + 3), wire.originals);
    assertEquals((byte) 2, wire.lastAgain[wire.lastAgain.length - 1], "of the third frame");
    assertEquals(2L * PACKETS, wire.firstPackets);
  }

  @Test
  void aViewerOutOfReachIsSentNoPicturesAndItsPlisAskNobodyUntilItIsHeardOfAgain() {
    for (int i = 0; i < 30; i++) {
      frame(true);
      now += FRAME_MICROS;
      feedback();
    }
    assertEquals(30, session.qos().framesSent());
    for (int i = 0; i < 60; i++) {
      frame(true);
      now += FRAME_MICROS;
    }
    // It is given up between one and a little more than one second after its last feedback.
    long sent = session.qos().framesSent();
    assertTrue(sent >= 60 && sent <= 62, "" + sent);
    assertEquals(30 + 60 - sent, link.qos().framesLeftOut());

    int asked = table.wishes;
    pli();
    assertEquals(asked, table.wishes, "its decoder may ask: nobody else is to pay for it");
    feedback();
    assertEquals(asked + 1, table.wishes, "now it can be served");
    frame(true);
    assertEquals(sent + 1, session.qos().framesSent());
    assertEquals(0, link.qos().loss());
  }

  /** Tells the arrival of all that was sent. */
  private void feedback() {
    byte[] b = new byte[1_400];
    while (wire.arrivals.pending()) {
      RtcpWriter writer = new RtcpWriter().start(b, 0).receiverReport(1);
      assertTrue(wire.arrivals.write(writer, 1, SSRC));
      session.rtcp(b, 0, writer.length(), now);
    }
  }

  /** One picture of ten packets; one that is not sent only moves the program on. */
  private void frame(boolean sent) {
    byte[][] payloads = new byte[PACKETS][PAYLOAD];
    for (byte[] payload : payloads) {
      Arrays.fill(payload, (byte) frames);
    }
    byte[] data = {0, 0, 0, 1, 0x65};
    ProgramFrame frame =
        new ProgramFrame(
            Codec.H264, true, now, frames * 3_000, frames * PACKETS, payloads, data, "cam");
    frames++;
    history.add(frame);
    if (sent) {
      session.onFrame(frame);
    }
  }

  private void pli() {
    byte[] b = new byte[64];
    RtcpWriter writer = new RtcpWriter().start(b, 0);
    writer.receiverReport(1).pli(1, SSRC);
    session.rtcp(b, 0, writer.length(), now);
  }

  private void nackLast(int count) {
    long next = 65_500 + frames * PACKETS;
    // Some that were not sent yet, too.
    for (long first = next + 40 - count; first < next + 40; first += 100) {
      long[] lost = new long[100];
      for (int i = 0; i < lost.length; i++) {
        lost[i] = Math.max(0, first) + i;
      }
      nack(lost);
    }
  }

  private void nack(long... lost) {
    byte[] b = new byte[1_400];
    RtcpWriter writer = new RtcpWriter().start(b, 0);
    writer.receiverReport(1).nack(1, SSRC, lost, lost.length);
    session.rtcp(b, 0, writer.length(), now);
  }

  /** A table with one publisher that never answers. */
  private final class Table implements Show {
    private final Signal signal = new Signal(new SignalName("cam"), List.of(Codec.H264));
    private final List<Long> upstream = new ArrayList<>();
    private final Joins joins = new Joins();
    private final ProgramClock programClock = new ProgramClock("p", 0, 0, 0);
    private int wishes;

    private Table() {
      signal.begin(this, Codec.H264, () -> upstream.add(now), now);
    }

    @Override
    public String name() {
      return "table";
    }

    @Override
    public Codec codec() {
      return Codec.H264;
    }

    @Override
    public Joins joins() {
      return joins;
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
    public void requestKeyframe() {
      wishes++;
      signal.wantKeyframe(now);
    }

    @Override
    public void add(Viewer viewer) {}

    @Override
    public void remove(Viewer viewer) {}
  }

  private final class Wire extends SilentTransport {
    private final RtpView view = new RtpView();
    private final TransportFeedbackRecorder arrivals = new TransportFeedbackRecorder();
    private final List<Integer> rtx = new ArrayList<>();
    private final List<Integer> originals = new ArrayList<>();
    private long first;
    private long firstPackets;
    private long again;
    private byte[] lastAgain;

    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
      assertEquals(RtpView.Verdict.OK, view.wrap(buffer, offset, length));
      int stamp = view.extensionOffset(4);
      arrivals.record((buffer[stamp] & 0xFF) << 8 | buffer[stamp + 1] & 0xFF, now);
      if (view.ssrc() == RTX_SSRC) {
        again += length;
        rtx.add(view.sequence());
        int at = view.payloadOffset();
        originals.add((buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF);
        lastAgain = Arrays.copyOfRange(buffer, offset, offset + length);
      } else {
        first += length;
        firstPackets++;
      }
    }
  }
}
