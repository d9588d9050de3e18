package dev.croupier.gateway.media.webrtc;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The memory of what was sent to a viewer and what it asked for, by the packet. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class RetransmissionsBenchmark {
  private static final int BYTES = 1_200;

  private final ResendBudget budget = new ResendBudget();
  private final Retransmissions retransmissions = new Retransmissions(1_024, budget);
  private final Heard heard = new Heard();
  private final SentPackets packets = new SentPackets(heard);
  private long sequence;
  private long nowMicros;

  /** A packet leaves and is told of. */
  @Benchmark
  public long sentAndReceived() {
    nowMicros += 300;
    int sent = packets.sent(BYTES, nowMicros);
    packets.received(sent, nowMicros);
    return heard.sum;
  }

  /** A packet leaves, is missed and asked for. */
  @Benchmark
  public ResendVerdict askedFor() {
    nowMicros += 300;
    budget.sent(BYTES, nowMicros);
    return retransmissions.ask(sequence++, BYTES, 20_000, nowMicros);
  }

  private static final class Heard implements SentPackets.Listener {
    private long sum;

    @Override
    public void arrived(long sentMicros, long arrivalMicros, int bytes) {
      sum += bytes;
    }

    @Override
    public void missing(long sentMicros, int bytes) {
      throw new IllegalStateException("nothing was said to be missing");
    }

    @Override
    public void cameLate(int bytes) {
      throw new IllegalStateException("nothing came late");
    }
  }
}
