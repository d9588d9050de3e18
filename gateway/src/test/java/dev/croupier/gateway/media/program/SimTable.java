package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A program with simulated cameras, in simulated time: events happen in order, the program is woken
 * when it says, and what it sends is kept with the time at which it did.
 */
final class SimTable {
  static final long EPOCH = 1_790_000_000_000_000L;
  static final long MAX_LATENCY = 250_000;
  static final long SLATE_AFTER = 700_000;

  private static final long TICK = 10_000;

  /** A frame of the program and when it left. */
  record Sent(ProgramFrame frame, long atMicros) {}

  /** L after something has happened, and what that was. */
  record Latency(long atMicros, long micros, String onAir, String pictureOf) {}

  /** A cut that was asked for, and its end. */
  static final class Cut {
    final String target;
    final long askedMicros;
    final long fromMicros;
    final long untilMicros;
    final AudioChoice audio;
    long agreedMicros = Long.MIN_VALUE;
    long switchedAtMicros = Long.MIN_VALUE;
    String aborted;

    Cut(String target, long asked, long from, long until, AudioChoice audio) {
      this.target = target;
      this.askedMicros = asked;
      this.fromMicros = from;
      this.untilMicros = until;
      this.audio = audio;
    }
  }

  private record Event(long atMicros, long order, Runnable happens) {}

  final ProgramClock clock = new ProgramClock("p", EPOCH, 0xFFFF_0000L, 0xFFFF_F000L);
  final List<Sent> video = new ArrayList<>();
  final List<Sent> audio = new ArrayList<>();
  final List<Latency> latencies = new ArrayList<>();
  final List<Cut> cuts = new ArrayList<>();
  final Map<String, SimCamera> cameras = new LinkedHashMap<>();
  final Program program;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) ->
              a.atMicros == b.atMicros
                  ? Long.compare(a.order, b.order)
                  : Long.compare(a.atMicros, b.atMicros));
  private long order;
  private long now = EPOCH;

  SimTable(String wanted) {
    program =
        new Program(
            clock,
            Codec.H264,
            wanted,
            SLATE_AFTER,
            MAX_LATENCY,
            65_530,
            EPOCH,
            frame -> (frame.codec().video() ? video : audio).add(new Sent(frame, now)));
    byte[] still = {0, 0, 0, 2, 0x65, 1};
    program.slate(new Slate(List.of(new CodedFrame(Codec.H264, 0, true, still)), 33_333), EPOCH);
    at(EPOCH + TICK, this::tick);
  }

  long now() {
    return now;
  }

  void at(long micros, Runnable happens) {
    events.add(new Event(micros, order++, happens));
  }

  void add(SimCamera camera) {
    cameras.put(camera.kind().name(), camera);
    at(camera.nextCaptureMicros(), () -> report(camera));
    at(camera.nextCaptureMicros(), () -> capture(camera));
  }

  Cut cut(String target, long from, long gop) {
    return cut(target, from, gop, AudioChoice.FOLLOW);
  }

  Cut cut(String target, long from, long gop, AudioChoice audio) {
    Cut cut = new Cut(target, now, from, from + gop + 500_000, audio);
    cuts.add(cut);
    program.cut(target, cut.fromMicros, cut.untilMicros, now, audio, end(cut));
    cameras.get(target).wantKeyframe(now);
    return cut;
  }

  /** What is on air is lost. */
  Cut failOver(String target, long gop) {
    Cut cut = new Cut(target, now, now, now + gop + 500_000, AudioChoice.FOLLOW);
    cuts.add(cut);
    program.failOver(target, cut.untilMicros, now, AudioChoice.FOLLOW, end(cut));
    cameras.get(target).wantKeyframe(now);
    return cut;
  }

  private CutListener end(Cut cut) {
    return new CutListener() {
      @Override
      public void switched(long agreedCaptureMicros) {
        cut.agreedMicros = agreedCaptureMicros;
        cut.switchedAtMicros = now;
      }

      @Override
      public void aborted(String reason) {
        cut.aborted = reason;
      }
    };
  }

  void run(long untilMicros) {
    while (true) {
      long wake = program.dueMicros(now);
      long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().atMicros;
      if (Math.min(wake, next) > untilMicros) {
        return;
      }
      if (wake < next) {
        now = Math.max(now, wake);
        program.release(now);
      } else {
        Event event = events.remove();
        now = event.atMicros;
        event.happens.run();
      }
    }
  }

  private void tick() {
    program.tick(now);
    noteLatency(null);
    at(now + TICK, this::tick);
  }

  private void report(SimCamera camera) {
    camera.report(now);
    at(camera.nextReportMicros(now), () -> report(camera));
  }

  private void capture(SimCamera camera) {
    SimCamera.Pending pending = new SimCamera.Pending();
    long arrival = camera.capture(pending);
    if (arrival >= 0) {
      at(arrival, () -> arrive(camera, pending));
    }
    at(Math.max(now, camera.nextCaptureMicros()), () -> capture(camera));
  }

  private void arrive(SimCamera camera, SimCamera.Pending pending) {
    String name = camera.kind().name();
    if (pending.video() && camera.loses()) {
      camera.lost();
      program.broken(name);
      camera.wantKeyframe(now);
      return;
    }
    SimCamera.Arrived arrived = camera.arrive(pending, now, program.shows(name));
    if (!camera.settled(now)) {
      if (arrived.video()) {
        program.approach(name, camera.transitMicros(), now);
        noteLatency(name);
      }
      return;
    }
    CodedFrame frame = camera.frame(arrived);
    if (!arrived.video()) {
      program.audio(name, frame, arrived.captureMicros(), now, now);
      return;
    }
    camera.offered(arrived);
    if (program.video(name, frame, arrived.captureMicros(), now, camera.transitMicros(), now)) {
      camera.wantKeyframe(now);
    }
    noteLatency(name);
  }

  private void noteLatency(String pictureOf) {
    latencies.add(new Latency(now, program.latencyMicros(), program.onAir(), pictureOf));
  }
}
