package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.rtp.Bytes;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** SRTP of one packet of 1,200 bytes in place. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class SrtpSessionBenchmark {
  private static final int BYTES = 1_200;

  /** As negotiated. */
  @Param public SrtpProfile profile;

  private final byte[] clear = new byte[BYTES + Packets.ROOM];
  private final byte[] buffer = new byte[BYTES + Packets.ROOM];
  private SrtpSession sender;
  private SrtpSession receiver;
  private int sequence;

  /** Keys for both ends. */
  @Setup
  public void keys() {
    byte[] material = new byte[profile.keyingMaterialBytes()];
    new Random(1).nextBytes(material);
    sender = new SrtpSession(SrtpKeys.fromExporter(profile, material, false), 4);
    receiver = new SrtpSession(SrtpKeys.fromExporter(profile, material, true), 4);
    byte[] packet = Packets.rtp(0x77, 0, BYTES - 12);
    System.arraycopy(packet, 0, clear, 0, BYTES);
    System.arraycopy(packet, 0, buffer, 0, BYTES);
  }

  /** As a viewer's packet leaves. */
  @Benchmark
  public int protect() {
    Bytes.put16(buffer, 2, sequence++);
    return checked(sender.protectRtp(buffer, 0, BYTES), BYTES + profile.tagBytes());
  }

  /** As a publisher's packet is made and opened, with a copy: the difference is its opening. */
  @Benchmark
  public int protectAndUnprotect() {
    System.arraycopy(clear, 0, buffer, 0, BYTES);
    Bytes.put16(buffer, 2, sequence++);
    int length = checked(sender.protectRtp(buffer, 0, BYTES), BYTES + profile.tagBytes());
    return checked(receiver.unprotectRtp(buffer, 0, length), BYTES);
  }

  private static int checked(int length, int expected) {
    if (length != expected) {
      throw new IllegalStateException("refused");
    }
    return length;
  }
}
