package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.SimCamera.Arrived;
import dev.croupier.gateway.media.program.SimTable.Cut;
import dev.croupier.gateway.media.program.SimTable.Latency;
import dev.croupier.gateway.media.program.SimTable.Sent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The program against a simple model: cameras that differ in everything are cut to and fro in
 * simulated time, and what left is held against what was captured.
 */
class ProgramModelTest {
  private static final long MS = 1_000;
  private static final long SECOND = 1_000_000;

  /** L, and what a picture waits, move by this a picture at most. */
  private static final long STEP = 2 * MS;

  private static final long B_STARTS = 2 * SECOND;
  private static final long RUN = 26 * SECOND;

  /** L has followed what was seen so many pictures ago. */
  private static final int FRAMES_TO_FOLLOW = 30;

  /** Consecutive pictures of one source. */
  private record Run(String source, List<Sent> frames) {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyTwoCamerasAreCutToAndFroWithoutAFlaw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean slowFirst = random.nextBoolean();
    boolean fluent = random.nextBoolean();
    SimCamera a = camera("cam-a", random, slowFirst, fluent, SimTable.EPOCH);
    SimCamera b = camera("cam-b", random, !slowFirst, fluent, SimTable.EPOCH + B_STARTS);
    SimTable table = new SimTable("cam-a");
    table.add(a);
    table.add(b);
    SplittableRandom sounds = new SplittableRandom(-seed);
    String next = "cam-b";
    long at = SimTable.EPOCH + 6 * SECOND + random.nextLong(SECOND);
    while (at < SimTable.EPOCH + RUN - 4 * SECOND) {
      String target = next;
      long from = at + (random.nextBoolean() ? 0 : random.nextLong(300 * MS));
      long gop = table.cameras.get(target).kind().gopMicros();
      AudioChoice audio = choice(seed, sounds);
      table.at(at, () -> table.cut(target, from, gop == 0 ? 2 * SECOND : gop, audio));
      next = next.equals("cam-a") ? "cam-b" : "cam-a";
      at += 3 * SECOND + random.nextLong(SECOND);
    }
    table.run(SimTable.EPOCH + RUN);
    String said = "seed " + seed + ", " + a.kind() + ", " + b.kind();

    assertTrue(table.cuts.size() >= 4, said);
    for (Cut cut : table.cuts) {
      assertNotEquals(Long.MIN_VALUE, cut.agreedMicros, said + ": cut ended as " + cut.aborted);
    }
    List<Run> runs = runs(table, said);
    assertEquals(table.cuts.size() + 2, runs.size(), said + ": the slate, then one for each cut");
    checkOrder(table, said);
    checkRuns(table, runs, said);
    checkSeams(table, runs, said);
    checkPacing(table, runs, said);
    checkLatency(table, said);
    checkAudio(table, said);
  }

  @Test
  void aCameraThatPausesGivesWayToTheSlateAndComesBack() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimCamera a = camera("cam-a", random, seed % 2 == 0, true, SimTable.EPOCH);
      SimTable table = new SimTable("cam-a");
      table.add(a);
      long pause = SimTable.EPOCH + 5 * SECOND + random.nextLong(SECOND);
      long back = pause + 2 * SECOND;
      table.at(pause, () -> a.pause(back));
      table.run(SimTable.EPOCH + 14 * SECOND);
      String said = "seed " + seed + ", " + a.kind();
      List<Run> runs = runs(table, said);
      assertEquals(
          List.of("slate", "cam-a", "slate", "cam-a"),
          runs.stream().map(Run::source).toList(),
          said);
      checkOrder(table, said);
      checkRuns(table, runs, said);
      long silent = runs.get(2).frames().getFirst().atMicros();
      long lag = a.kind().delayMicros() + a.kind().jitterMicros() + 60 * MS;
      assertTrue(silent - pause <= SimTable.SLATE_AFTER + lag, said + ": slate after " + silent);
      assertEquals("cam-a", table.program.onAir(), said);
    }
  }

  @Test
  void aCameraThatDiesOnAirIsCutAwayFromWithoutWaitingForIt() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean slowFirst = random.nextBoolean();
      SimCamera a = camera("cam-a", random, slowFirst, true, SimTable.EPOCH);
      SimCamera b = camera("cam-b", random, !slowFirst, true, SimTable.EPOCH);
      SimTable table = new SimTable("cam-a");
      table.add(a);
      table.add(b);
      long dies = SimTable.EPOCH + 6 * SECOND + random.nextLong(SECOND);
      table.at(dies, () -> a.pause(Long.MAX_VALUE));
      table.at(dies + 100 * MS, () -> table.cut("cam-b", dies + 100 * MS, 2 * SECOND));
      table.run(SimTable.EPOCH + 12 * SECOND);
      String said = "seed " + seed + ", " + b.kind();
      Cut cut = table.cuts.getFirst();
      assertNotEquals(Long.MIN_VALUE, cut.agreedMicros, said + ": " + cut.aborted);
      List<Run> runs = runs(table, said);
      checkOrder(table, said);
      checkRuns(table, runs, said);
      long left = runs.getLast().frames().getFirst().atMicros();
      assertTrue(left <= cut.agreedMicros + SimTable.MAX_LATENCY, said + ": left late");
    }
  }

  /** In every other run the sound is chosen apart from the picture. */
  private static AudioChoice choice(long seed, SplittableRandom random) {
    return seed % 2 == 0
        ? AudioChoice.FOLLOW
        : switch (random.nextInt(4)) {
          case 0 -> AudioChoice.FOLLOW;
          case 1 -> AudioChoice.of("cam-a");
          case 2 -> AudioChoice.of("cam-b");
          default -> AudioChoice.KEEP;
        };
  }

  private static SimCamera camera(
      String name, SplittableRandom random, boolean slow, boolean fluent, long start) {
    int gop = random.nextInt(3);
    long sign = random.nextBoolean() ? 1 : -1;
    SimCamera.Kind kind =
        new SimCamera.Kind(
            name,
            random.nextBoolean() ? 25 : 30,
            gop * SECOND,
            sign * 100.0 * random.nextInt(2),
            (random.nextInt(3) - 1) * 3 * SECOND,
            slow ? 100 * MS : 5 * MS,
            slow ? 40 * MS : 2 * MS,
            random.nextInt(3) > 0,
            fluent ? 0 : 3);
    return new SimCamera(kind, start, random.nextLong());
  }

  private static List<Run> runs(SimTable table, String said) {
    List<Run> runs = new ArrayList<>();
    for (Sent sent : table.video) {
      if (runs.isEmpty() || !runs.getLast().source().equals(sent.frame().source())) {
        runs.add(new Run(sent.frame().source(), new ArrayList<>()));
        assertTrue(sent.frame().keyframe(), said + ": each source begins with a keyframe");
      }
      runs.getLast().frames().add(sent);
    }
    return runs;
  }

  private static void checkOrder(SimTable table, String said) {
    long sequence = -1;
    long rtp = Long.MIN_VALUE;
    int sinceSlate = 0;
    for (Sent sent : table.video) {
      ProgramFrame frame = sent.frame();
      assertTrue(frame.rtpTime() > rtp, said + ": a timestamp behind the last");
      long early = frame.rtpTime() - table.clock.at(Codec.H264, frame.captureMicros());
      // The slate may have gone a little beyond a camera's first keyframe.
      sinceSlate = frame.source().equals("slate") ? 0 : sinceSlate + 1;
      assertTrue(
          early == 0 || (sinceSlate <= 2 && early > 0 && early < 90 * 50),
          said + ": the timestamp is " + early + " off the capture of " + sinceSlate);
      assertTrue(
          sequence < 0 || frame.firstSequence() == sequence, said + ": a hole in the sequence");
      rtp = frame.rtpTime();
      sequence = frame.firstSequence() + frame.payloads().length;
    }
  }

  /** No picture twice, none out of order, none left out that could be decoded. */
  private static void checkRuns(SimTable table, List<Run> runs, String said) {
    Set<String> seen = new HashSet<>();
    for (Run run : runs) {
      if (run.source().equals("slate")) {
        continue;
      }
      SimCamera camera = table.cameras.get(run.source());
      List<Integer> sent = new ArrayList<>();
      for (Sent one : run.frames()) {
        Arrived picture = camera.of(one.frame());
        assertTrue(seen.add(run.source() + picture.id()), said + ": a picture twice");
        assertEquals(picture.captureMicros(), one.frame().captureMicros(), said);
        sent.add(picture.id());
      }
      List<Integer> due =
          camera.pictures().stream()
              .filter(Arrived::decodable)
              .map(Arrived::id)
              .filter(id -> id >= sent.getFirst() && id <= sent.getLast())
              .toList();
      assertEquals(due, sent, said + ": all of a run, in order");
    }
  }

  private static void checkSeams(SimTable table, List<Run> runs, String said) {
    for (int i = 0; i < table.cuts.size(); i++) {
      Cut cut = table.cuts.get(i);
      Run before = runs.get(i + 1);
      Run after = runs.get(i + 2);
      assertEquals(cut.target, after.source(), said);
      SimCamera old = table.cameras.get(before.source());
      SimCamera target = table.cameras.get(after.source());
      Sent first = after.frames().getFirst();
      assertEquals(cut.agreedMicros, first.frame().captureMicros(), said);
      assertTrue(cut.agreedMicros >= cut.fromMicros, said + ": captured before T");
      Sent last = before.frames().getLast();
      assertTrue(last.frame().captureMicros() < cut.agreedMicros, said + ": a later frame of A");
      for (Arrived picture : old.pictures()) {
        if (picture.decodable()
            && picture.captureMicros() > last.frame().captureMicros()
            && picture.captureMicros() < cut.agreedMicros) {
          assertTrue(
              picture.arrivalMicros() > cut.switchedAtMicros,
              said + ": " + picture + " was captured before the agreed frame and never left");
        }
      }
      for (Arrived picture : target.pictures()) {
        if (picture.keyframe()
            && picture.captureMicros() >= cut.fromMicros
            && picture.captureMicros() < cut.agreedMicros) {
          assertTrue(
              lastLeftBy(before, picture.arrivalMicros()) >= picture.captureMicros(),
              said + ": " + picture + " was an earlier keyframe that could have been agreed on");
        }
      }
    }
  }

  private static long lastLeftBy(Run run, long atMicros) {
    long last = Long.MIN_VALUE;
    for (Sent sent : run.frames()) {
      if (sent.atMicros() <= atMicros) {
        last = sent.frame().captureMicros();
      }
    }
    return last;
  }

  /** What a picture waits changes by 2 ms a picture at most; with one camera nothing waits. */
  private static void checkPacing(SimTable table, List<Run> runs, String said) {
    for (Run run : runs) {
      if (run.source().equals("slate")) {
        continue;
      }
      SimCamera camera = table.cameras.get(run.source());
      long begun = run.frames().getFirst().atMicros();
      long before = -1;
      int lastId = 0;
      long left = 0;
      for (Sent sent : run.frames()) {
        long waited = sent.atMicros() - camera.of(sent.frame()).arrivalMicros();
        if (sent.atMicros() < SimTable.EPOCH + B_STARTS) {
          assertEquals(0, waited, said + ": alone on the table");
        }
        int id = camera.of(sent.frame()).id();
        if (sent.atMicros() > begun) {
          assertTrue(
              before < 0
                  || sent.atMicros() == left
                  || Math.abs(waited - before) <= (id - lastId) * STEP,
              said + ": waited " + before + " and then " + waited);
          // Two that arrived together leave together: the second's own delay is not seen.
          if (sent.atMicros() > left) {
            before = waited;
            lastId = id;
          }
        }
        left = sent.atMicros();
      }
    }
  }

  private static void checkLatency(SimTable table, String said) {
    Latency before = null;
    for (Latency now : table.latencies) {
      assertTrue(now.micros() <= SimTable.MAX_LATENCY, said + ": " + now);
      if (before != null && now.micros() != before.micros() && !before.onAir().equals("slate")) {
        assertEquals(before.onAir(), now.pictureOf(), said + ": L moves with what is on air");
        assertTrue(
            Math.abs(now.micros() - before.micros()) <= STEP,
            said + ": L moved from " + before + " to " + now);
        for (Cut cut : table.cuts) {
          long agreedAt = agreedAt(table, cut);
          assertTrue(
              now.atMicros() <= agreedAt || now.atMicros() > cut.switchedAtMicros,
              said + ": L moved while a handover was under way");
        }
      }
      before = now;
    }
    long settled = 0;
    long slowest = 0;
    for (SimCamera camera : table.cameras.values()) {
      List<Long> all = camera.transitsSeen();
      settled = Math.max(settled, p999(all.subList(0, all.size() - FRAMES_TO_FOLLOW)));
      slowest = Math.max(slowest, p999(all));
    }
    long inTheEnd = before.micros();
    assertTrue(
        inTheEnd >= settled + 5 * MS && inTheEnd <= slowest + 6 * MS,
        said + ": L is " + inTheEnd + " for " + settled + " … " + slowest);
  }

  private static long p999(List<Long> transits) {
    long[] sorted = transits.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted[sorted.length - 1 - sorted.length / 1_000];
  }

  private static long agreedAt(SimTable table, Cut cut) {
    return table.cameras.get(cut.target).pictures().stream()
        .filter(picture -> picture.captureMicros() == cut.agreedMicros)
        .findFirst()
        .orElseThrow()
        .arrivalMicros();
  }

  private static void checkAudio(SimTable table, String said) {
    long rtp = Long.MIN_VALUE;
    long atMicros = SimTable.EPOCH;
    for (Sent sent : table.audio) {
      ProgramFrame packet = sent.frame();
      if (rtp != Long.MIN_VALUE) {
        assertEquals(rtp + 960, packet.rtpTime(), said + ": exact steps, never an end");
      }
      rtp = packet.rtpTime();
      assertTrue(sent.atMicros() - atMicros <= 300 * MS, said + ": a pause");
      atMicros = sent.atMicros();
      if (packet.source().equals("slate")) {
        continue;
      }
      Arrived heard = table.cameras.get(packet.source()).of(packet);
      long off = packet.rtpTime() - table.clock.at(Codec.OPUS, heard.captureMicros());
      assertTrue(Math.abs(off) <= 1_930, said + ": sound is off by " + off + " samples");
      assertTrue(
          mayBeHeard(table, packet.source(), heard.captureMicros(), atMicros),
          said + ": heard " + heard);
    }
    long behind = table.clock.at(Codec.OPUS, table.now()) - rtp;
    assertTrue(behind <= 48 * 600, said + ": audio ended " + behind + " samples ago");
    checkSilence(table, said);
  }

  /**
   * From the frame at which its sound came to the one at which it went, but for what had left
   * before that one came.
   */
  private static boolean mayBeHeard(
      SimTable table, String source, long captureMicros, long sentMicros) {
    long from = SimTable.EPOCH;
    String shown = "cam-a";
    String apart = null;
    String heard = "cam-a";
    for (Cut cut : table.cuts) {
      apart =
          switch (cut.audio.kind()) {
            case FOLLOW -> null;
            case KEEP -> apart == null ? shown : apart;
            case SIGNAL -> cut.audio.signal();
          };
      shown = cut.target;
      String next = apart == null ? shown : apart;
      if (next.equals(heard)) {
        continue;
      }
      if (heard.equals(source)
          && captureMicros >= from
          && (captureMicros < cut.agreedMicros || sentMicros <= agreedAt(table, cut))) {
        return true;
      }
      heard = next;
      from = cut.agreedMicros;
    }
    return captureMicros >= from && heard.equals(source);
  }

  /** A camera with a microphone is heard all the time, but for a moment at each change. */
  private static void checkSilence(SimTable table, String said) {
    if (table.cameras.values().stream().anyMatch(camera -> !camera.kind().sound())) {
      return;
    }
    for (Sent sent : table.audio) {
      long at = sent.atMicros();
      boolean settled =
          at > SimTable.EPOCH + 3 * SECOND
              && table.cuts.stream()
                  .noneMatch(cut -> Math.abs(at - cut.switchedAtMicros) < 400 * MS);
      assertTrue(!settled || !sent.frame().source().equals("slate"), said + ": silence at " + at);
    }
  }
}
