package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.DtlsEngine;
import dev.croupier.gateway.media.webrtc.SrtpKeys;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A thousand DTLS handshakes at once, both ends of each in this process, datagrams handed over in
 * memory: until the last one has its keys. Each iteration is one crowd; the first tell how long it
 * takes until the code is compiled.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 14)
@Measurement(iterations = 5)
@Fork(1)
@State(Scope.Benchmark)
public class HandshakeCrowdBenchmark {
  private static final int CROWD = 1_000;

  private final ExecutorService owner = Executors.newSingleThreadExecutor();
  private BcDtlsEngine server;
  private BcDtlsEngine client;
  private volatile TransportRefusal failed;

  /** An engine for each end. */
  @Setup
  public void engines() {
    SecureRandom random = new SecureRandom();
    DtlsSettings settings =
        DtlsSettings.standard().withDeadline(Duration.ofSeconds(60)).withConcurrent(CROWD);
    Instant now = Instant.now();
    server = new BcDtlsEngine(DtlsIdentity.generate(random, now), settings, random);
    client = new BcDtlsEngine(DtlsIdentity.generate(random, now), settings, random);
  }

  /** Ends the thread that hands over. */
  @TearDown
  public void close() {
    owner.shutdownNow();
  }

  /** Until all have their keys, and have left again. */
  @Benchmark
  public int crowd() throws InterruptedException, ExecutionException {
    CountDownLatch keys = new CountDownLatch(2 * CROWD);
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      End one = new End(keys);
      End other = new End(keys);
      one.peer = other;
      other.peer = one;
      ends.add(one);
      ends.add(other);
      owner.execute(
          () -> {
            one.session =
                server.start(DtlsEngine.Role.SERVER, null, client.fingerprint(), owner, one);
            other.session =
                client.start(DtlsEngine.Role.CLIENT, null, server.fingerprint(), owner, other);
          });
    }
    keys.await();
    if (failed != null) {
      throw new IllegalStateException("one ended: " + failed);
    }
    owner.submit(() -> ends.forEach(end -> end.session.close())).get();
    return ends.size();
  }

  /** One end of a handshake; the owner's thread. */
  private final class End implements DtlsEngine.Listener {
    private final CountDownLatch keys;
    private End peer;
    private DtlsEngine.Session session;

    End(CountDownLatch keys) {
      this.keys = keys;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
      owner.execute(() -> peer.session.receive(copy, 0, copy.length));
    }

    @Override
    public void keys(SrtpKeys agreed) {
      keys.countDown();
    }

    @Override
    public void ended(TransportRefusal reason) {
      failed = reason;
      keys.countDown();
    }

    @Override
    public void closedByPeer() {}
  }
}
