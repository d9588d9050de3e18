package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.SuppliedClock;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.fanout.TableRules;
import dev.croupier.gateway.media.fanout.TableTiming;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.time.clock.TableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** An exception in what a session does by itself ends that session and no other. */
final class SessionFaultsTest {
  private static final long START = 1_790_000_000_000_000L;
  private static final long SECOND = 1_000_000;
  private static final String SDP =
      """
      v=0
      o=- 0 0 IN IP4 127.0.0.1
      s=x
      c=IN IP4 127.0.0.1
      t=0 0
      m=video 0 RTP/AVP 96
      a=rtpmap:96 H264/90000
      """;
  private static final SignalName CAMERA = new SignalName("cam-a");
  private static final SessionLimits.Caller PIA =
      new SessionLimits.Caller("pia", InetAddress.ofLiteral("192.0.2.1"));

  private final SimLoop loop = new SimLoop(START);
  private final SimTransports transports = new SimTransports(loop);
  private final SimShow show = new SimShow(START);
  private final MediaSessions sessions =
      new MediaSessions(transports, new SessionLimits(0, 0), loop, new Random(3), this::newId);
  private int ids;

  private String newId() {
    return "session-" + ids++;
  }

  @Test
  void inAViewersReports() throws Exception {
    SimTransports.Line faulty = watch(false);
    SimTransports.Line other = watch(false);
    faulty.breakDown();
    loop.runUntil(START + 3 * SECOND);
    assertTrue(faulty.over());
    assertEquals("internal_error", faulty.reason());
    assertEquals(1, faulty.faults());
    assertFalse(other.over());
    int reports = other.reported().size();
    loop.runUntil(START + 5 * SECOND);
    assertEquals(reports + 2 * 2, other.reported().size(), "of two tracks, each second");
  }

  @Test
  void inItsPictures() throws Exception {
    SimTransports.Line faulty = watch(false);
    SimTransports.Line other = watch(false);
    faulty.breakDown();
    show.picture(true);
    loop.run();
    assertEquals("internal_error", faulty.reason());
    show.picture(false);
    loop.run();
    assertEquals(List.of(0, 1), other.payloads());
    assertEquals(1, sessions.viewers().size());
  }

  @Test
  void inWhatItIsSentToCatchUp() throws Exception {
    show.picture(true);
    for (int i = 0; i < 20; i++) {
      show.picture(false);
    }
    SimTransports.Line faulty = watch(true);
    assertTrue(faulty.payloads().size() < 21, "the rest is to come");
    faulty.breakDown();
    loop.runUntil(loop.nowMicros() + 100_000);
    assertEquals("internal_error", faulty.reason());
    assertEquals(1, faulty.faults());
  }

  @Test
  void inAPublishersReportsAndItsSignalIsFree() throws Exception {
    TableMedia table =
        new TableMedia(
            new TableId("roulette-1"),
            TableRules.usual(Codec.H264, List.of()),
            List.of(CAMERA),
            CAMERA,
            TableTiming.usual(700_000),
            loop,
            new InlineLoop(),
            new Random(4),
            () -> "program");
    MediaSessions.Created _ =
        sessions.publish(table, CAMERA, false, SimTransports.publishersOffer(), PIA);
    loop.run();
    transports.last().connect();
    transports.last().breakDown();
    loop.runUntil(START + 2 * SECOND);
    assertEquals("internal_error", transports.last().reason());
    assertEquals(SignalState.LOST, table.signal(CAMERA).orElseThrow().state());
  }

  @Test
  void inWhatAPlainRtpPublisherDoesByItself() throws Exception {
    boolean[] faulty = {false};
    TableClock clock =
        new SuppliedClock(
            () -> {
              if (faulty[0]) {
                throw new IllegalStateException("a bug");
              }
              return START;
            });
    TransportCounters counters = new TransportCounters();
    InlineLoop itsLoop = new InlineLoop();
    List<String> ends = new ArrayList<>();
    RtpSession session = new RtpSession(clock, RtpOffer.parse(SDP), counters);
    session.start(new DeafPorts(itsLoop), new Deaf(), () -> ends.add(session.endReason()));
    itsLoop.turn();
    assertEquals(List.of(), ends);
    faulty[0] = true;
    itsLoop.turn();
    assertEquals(List.of("internal_error"), ends);
    assertEquals(1, counters.faults());
    assertTrue(session.closed().isDone(), "its ports are free");
  }

  private static final class Deaf implements FrameListener {
    @Override
    public void frame(CodedFrame frame, long captureMicros) {}

    @Override
    public void broken() {}

    @Override
    public void parameters(int width, int height, String profile) {}

    @Override
    public void refused(String reason) {}
  }

  private record DeafPorts(ScheduledExecutorService loop) implements RtpPorts.Opened {
    @Override
    public List<InetSocketAddress> addresses() {
      return List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40_000));
    }

    @Override
    public void send(int track, boolean control, InetSocketAddress to, byte[] buffer, int length) {}

    @Override
    public CompletableFuture<Void> close() {
      return CompletableFuture.completedFuture(null);
    }
  }

  private SimTransports.Line watch(boolean mayCatchUp) throws MediaRefusal {
    MediaSessions.Created _ =
        sessions.play(List.of(show), SimTransports.viewersOffer(), PIA, "", mayCatchUp);
    loop.run();
    transports.last().connect();
    return transports.last();
  }
}
