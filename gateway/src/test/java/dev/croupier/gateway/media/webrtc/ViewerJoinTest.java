package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Joins;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.Viewer;
import dev.croupier.gateway.media.ingest.KeyframeCadence;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How viewers come to their first live picture, on a table in simulated time: 25 frames a second.
 */
final class ViewerJoinTest {
  private static final long FRAME = 40_000;
  private static final long DELAY = 8_000;
  private static final long EPOCH = ProgramFrames.EPOCH;
  private static final int KEYFRAME_PACKETS = 40;
  private static final int PACKETS = 10;

  private final SimLoop loop = new SimLoop(EPOCH);
  private final ProgramFrames program = new ProgramFrames(65_000);
  private final Table show = new Table();
  private final JoinBudget budget = new JoinBudget(JoinBudget.USUAL_BITS);
  private final List<Person> people = new ArrayList<>();
  private KeyframeCadence cadence;
  private final List<Long> requests = new ArrayList<>();
  private long answerMicros = Long.MAX_VALUE;
  private long answerAt = Long.MAX_VALUE;
  private long gop;
  private boolean crowd;
  private long frame;

  /** The table goes on up to a moment after the epoch. */
  private void run(long untilMicros) {
    while (frame * FRAME + DELAY <= untilMicros) {
      long leaves = frame * FRAME + DELAY;
      for (long tick = loop.nowMicros() - EPOCH; tick < leaves; tick += 10_000) {
        loop.runUntil(EPOCH + tick);
        ask();
      }
      loop.runUntil(EPOCH + leaves);
      boolean keyframe = frame % gop == 0 || leaves >= answerAt;
      if (keyframe) {
        answerAt = Long.MAX_VALUE;
        cadence.onKeyframe(EPOCH + leaves, EPOCH + leaves);
      }
      ProgramFrame out =
          program.next(
              keyframe, true, keyframe ? KEYFRAME_PACKETS : PACKETS, frame * FRAME, leaves);
      program.joins.answers(cadence.outlook());
      people.forEach(person -> person.onFrame(out));
      frame++;
    }
    loop.runUntil(EPOCH + untilMicros);
  }

  private void ask() {
    if (cadence.due(loop.nowMicros())) {
      requests.add(loop.nowMicros() - EPOCH);
      if (answerMicros != Long.MAX_VALUE) {
        answerAt = Math.min(answerAt, loop.nowMicros() - EPOCH + answerMicros);
      }
    }
    program.joins.answers(cadence.outlook());
  }

  private void table(long gopFrames) {
    gop = gopFrames;
    cadence = new KeyframeCadence(EPOCH, true);
  }

  private Person join(boolean mayCatchUp) {
    Person person = new Person(mayCatchUp);
    people.add(person);
    person.join.begin();
    return person;
  }

  @Test
  void inTheMiddleOfALongGopTheFirstPictureComesAtOnceAndTheLiveOneSoonAfter() {
    table(50);
    run(9_400_000);
    Person person = join(true);
    assertEquals(JoinPlan.CATCH_UP, person.join.plan());
    run(11_000_000);

    assertTrue(person.sent.getFirst().atMicros == 9_400_000, "the keyframe of 8.0 s begins now");
    assertEquals(ViewerJoin.State.LIVE, person.join.state());
    // 1.4 s of pictures of 10 packets, and what comes meanwhile.
    assertTrue(person.liveAt - 9_400_000 < 280_000, person.liveAt + " µs");
    assertTrue(person.liveAt < 10_000_000, "before the next keyframe");
    person.assertContinuous(200);
    assertEquals(0, program.joins.waiting());
    assertEquals(JoinBudget.USUAL_BITS, budget.offer(JoinBudget.USUAL_BITS), "all is given back");
  }

  @Test
  void picturesArriveAsFarApartAsTheirStampsSayUntilTheyAreLiveAndAfter() {
    table(50);
    run(9_400_000);
    Person person = join(true);
    run(11_000_000);
    for (Packet packet : person.sent) {
      if (packet.marker) {
        long stamp =
            program.clock.tableMicros(Codec.H264, unwrapped(packet.rtpTime, packet.atMicros));
        // Timers here are 3 ms apart.
        assertEquals(packet.atMicros, stamp + DELAY - EPOCH, 3_100);
      }
    }
  }

  @Test
  void theViewerIsToldWhereLiveBegins() {
    table(50);
    run(9_400_000);
    Person person = join(true);
    run(11_000_000);
    assertEquals(
        List.of(program.clock.at(Codec.H264, EPOCH + person.liveCapture)), person.until, "once");
  }

  @Test
  void aPictureThatTheViewerHasFromTheCacheIsNotSentAgainWhenItComes() {
    table(50);
    run(4_008_000);
    Person person = new Person(true);
    // It left while the viewer came: it is in the cache, and under way to the viewer too.
    ProgramFrame both = program.next(true, true, KEYFRAME_PACKETS, 4_040_000, 4_048_000);
    frame++;
    person.join.begin();
    person.onFrame(both);
    people.add(person);
    run(5_000_000);
    person.assertContinuous(101);
  }

  @Test
  void whenAKeyframeIsNearTheViewerWaitsForIt() {
    table(50);
    run(9_960_000);
    Person person = join(true);
    assertEquals(JoinPlan.START_ON_NEXT, person.join.plan());
    run(10_500_000);
    assertEquals(10_008_000, person.sent.getFirst().atMicros);
    person.assertContinuous(250);
    assertEquals(
        List.of(program.clock.at(Codec.H264, EPOCH + 10_000_000)), person.until, "all is live");
  }

  @Test
  void whoWantsOnlyLivePicturesGetsNoOthers() {
    table(50);
    run(9_000_000);
    Person person = join(false);
    run(10_500_000);
    assertEquals(10_008_000, person.sent.getFirst().atMicros);
    person.assertContinuous(250);
  }

  @Test
  void whenFramesWereLostWhileCatchingUpTheBegunPictureIsCompletedAndAKeyframeIsWaitedFor() {
    table(50);
    run(9_400_000);
    Person person = join(true);
    run(9_405_000);
    person.join.lost();
    run(10_500_000);
    assertEquals(KEYFRAME_PACKETS, person.sent.indexOf(person.firstAfter(9_500_000)));
    assertEquals(10_008_000, person.firstAfter(9_500_000).atMicros);
    assertEquals(ViewerJoin.State.LIVE, person.join.state());
    assertEquals(0, program.joins.waiting());
    assertEquals(JoinBudget.USUAL_BITS, budget.offer(JoinBudget.USUAL_BITS));
  }

  @Test
  void whoGoesWhileCatchingUpLeavesNothingBehind() {
    table(50);
    run(9_400_000);
    Person person = join(true);
    run(9_410_000);
    people.remove(person);
    person.join.stop();
    int sent = person.sent.size();
    run(9_600_000);
    assertEquals(sent, person.sent.size());
    assertEquals(0, program.joins.waiting());
    assertEquals(JoinBudget.USUAL_BITS, budget.offer(JoinBudget.USUAL_BITS));
  }

  @Test
  void aThousandAtOnceAreServedByOneKeyframeWhereTheSourceAnswers() {
    answerMicros = 50_000;
    table(1_000_000);
    run(6_200_000); // the last keyframe is more than a second old
    int before = requests.size();
    crowd = true;
    for (int i = 0; i < 1_000; i++) {
      join(true);
    }
    run(7_700_000);
    for (Person person : people) {
      assertEquals(ViewerJoin.State.LIVE, person.join.state());
      assertTrue(person.liveAt - 6_200_000 < 700_000, person.liveAt + " µs");
    }
    assertTrue(
        people.stream().filter(person -> person.join.plan() == JoinPlan.CATCH_UP).count()
            <= JoinPlan.MANY,
        "few catch up");
    assertTrue(requests.size() - before <= 3, "in 1.5 s");
    for (int i = 1; i < requests.size(); i++) {
      assertTrue(requests.get(i) - requests.get(i - 1) >= 500_000);
    }
  }

  @Test
  void aThousandThatComeOneAfterTheOtherAreLiveSoonAfterEachHasCome() {
    answerMicros = 50_000;
    table(1_000_000);
    run(5_400_000);
    int before = requests.size();
    crowd = true;
    for (int i = 0; i < 1_000; i++) {
      run(5_400_000 + i * 1_500L);
      join(true);
    }
    run(8_000_000);
    List<Long> waits = people.stream().map(p -> p.liveAt - p.cameAt).sorted().toList();
    assertTrue(waits.getFirst() >= 0 && waits.getLast() < 700_000, waits.getLast() + " µs");
    assertTrue(waits.get(950) < 400_000, waits.get(950) + " µs");
    assertTrue(requests.size() - before <= 6, "in 2.6 s");
    for (int i = 1; i < requests.size(); i++) {
      assertTrue(requests.get(i) - requests.get(i - 1) >= 500_000);
    }
    assertEquals(JoinBudget.USUAL_BITS, budget.offer(JoinBudget.USUAL_BITS));
  }

  @Test
  void aThousandAtOnceShareTheBudgetWhereTheSourceDoesNotAnswer() {
    table(50);
    run(8_400_000);
    crowd = true;
    for (int i = 0; i < 1_000; i++) {
      join(true);
    }
    assertEquals(0, budget.offer(JoinPlan.LEAST_PACE), "spent");
    run(10_100_000);
    long spent = people.stream().filter(person -> person.join.plan() == JoinPlan.CATCH_UP).count();
    assertTrue(spent > 100, spent + " caught up, one after the other");
    for (Person person : people) {
      assertEquals(ViewerJoin.State.LIVE, person.join.state(), "with the next keyframe at last");
    }
    for (int i = 1; i < requests.size(); i++) {
      assertTrue(requests.get(i) - requests.get(i - 1) >= 500_000);
    }
    assertEquals(JoinBudget.USUAL_BITS, budget.offer(JoinBudget.USUAL_BITS));
  }

  @Test
  void whereNothingIsCachedAKeyframeIsAskedFor() {
    answerMicros = 50_000;
    table(1_000_000);
    Person person = join(true);
    assertEquals(JoinPlan.ASK, person.join.plan());
    assertTrue(show.asked);
    run(300_000);
    assertEquals(ViewerJoin.State.LIVE, person.join.state());
    assertFalse(person.sent.isEmpty());
    assertEquals(1, person.until.size(), "its first picture is live");
  }

  /** The 64-bit RTP time nearest to a moment. */
  private long unwrapped(long rtpTime, long micros) {
    long near = program.clock.at(Codec.H264, EPOCH + micros);
    return near + (int) (rtpTime - near);
  }

  private record Packet(long sequence, long rtpTime, boolean marker, long atMicros) {}

  private final class Person {
    private final List<Packet> sent = new ArrayList<>();
    private final List<ProgramFrame> live = new ArrayList<>();
    private final List<Long> until = new ArrayList<>();
    private final Wire wire = new Wire(this);
    private final SentTrack track =
        new SentTrack(
            new SentTrack.Shape(Codec.H264, 102, 1, 103, 2, "c"),
            new RtpHeaderWriter(0, 0, 0, ""),
            new PacketHistory(64),
            wire,
            new ViewerLink(),
            65_500,
            0);
    private final ViewerJoin join;
    private final long cameAt = loop.nowMicros() - EPOCH;
    private long liveAt;
    private long liveCapture;

    private Person(boolean mayCatchUp) {
      join = new ViewerJoin(show, loop, wire, track, budget, mayCatchUp, until::add);
    }

    private void onFrame(ProgramFrame frame) {
      if (join.frame(frame)) {
        if (live.isEmpty()) {
          liveAt = loop.nowMicros() - EPOCH;
          liveCapture = frame.captureMicros() - EPOCH;
        }
        live.add(frame);
        track.send(frame);
      }
    }

    private Packet firstAfter(long micros) {
      return sent.stream().filter(packet -> packet.atMicros > micros).findFirst().orElseThrow();
    }

    /** Every packet's number follows the one before; pictures from this one on are all there. */
    private void assertContinuous(long firstFrame) {
      for (int i = 1; i < sent.size(); i++) {
        assertEquals(sent.get(i - 1).sequence + 1 & 0xFFFF, sent.get(i).sequence);
        int step = (int) (sent.get(i).rtpTime - sent.get(i - 1).rtpTime);
        assertTrue(sent.get(i - 1).marker ? step > 0 : step == 0);
      }
      assertEquals(frame - firstFrame, sent.stream().filter(Packet::marker).count());
    }
  }

  private final class Table implements Show {
    private boolean asked;

    @Override
    public String name() {
      return "roulette-1";
    }

    @Override
    public ProgramClock clock() {
      return program.clock;
    }

    @Override
    public PacketHistory history(Codec codec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Codec codec() {
      return Codec.H264;
    }

    @Override
    public Joins joins() {
      return program.joins;
    }

    @Override
    public void requestKeyframe() {
      asked = true;
      cadence.want();
    }

    @Override
    public void add(Viewer viewer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(Viewer viewer) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Wire extends SilentTransport {
    private final RtpView view = new RtpView();
    private final Person person;

    private Wire(Person person) {
      super(loop);
      this.person = person;
    }

    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
      if (crowd) {
        return;
      }
      byte[] packet = Arrays.copyOfRange(buffer, offset, offset + length);
      view.wrap(packet, 0, packet.length);
      person.sent.add(
          new Packet(view.sequence(), view.timestamp(), view.marker(), loop.nowMicros() - EPOCH));
    }
  }
}
