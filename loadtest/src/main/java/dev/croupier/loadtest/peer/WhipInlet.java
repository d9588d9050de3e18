package dev.croupier.loadtest.peer;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.loadtest.studio.EncodedAudio;
import dev.croupier.loadtest.studio.EncodedFrame;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** The feed's way into a server that takes WHIP. */
final class WhipInlet implements ServerUnderTest.Inlet {
  private static final long CONNECT_SECONDS = 15;

  private final WhipPublisher publisher;

  private WhipInlet(WhipPublisher publisher) {
    this.publisher = publisher;
  }

  /** What a client of any server brings along. */
  record Client(
      HttpClient http, ClientTransports transports, TableClock clock, RandomGenerator random) {}

  /** Publishes; returns when media may flow. */
  static WhipInlet publish(URI whip, String token, Client client, ServerUnderTest.Publishing how)
      throws IOException, InterruptedException {
    WhipPublisher publisher =
        WhipPublisher.publish(
            whip,
            token,
            "42e01f",
            client.http(),
            client.transports(),
            client.clock(),
            client.random(),
            new WhipPublisher.Listener() {
              @Override
              public void keyframeRequested() {
                how.keyframeRequested().run();
              }

              @Override
              public void closed(String reason) {
                // The viewers see it.
              }

              @Override
              public void frameSent(long captureMicros, long sentMicros) {
                how.frames().sent(captureMicros, sentMicros);
              }
            });
    try {
      publisher.pace(how.pacedBits());
      publisher.ready().get(CONNECT_SECONDS, TimeUnit.SECONDS);
      return new WhipInlet(publisher);
    } catch (ExecutionException | TimeoutException e) {
      publisher.close();
      throw new IOException("the feed could not be published at " + whip, e);
    }
  }

  @Override
  public void onVideo(EncodedFrame frame) {
    publisher.video(frame.annexB(), frame.captureMicros());
  }

  @Override
  public void onAudio(EncodedAudio packet) {
    publisher.audio(packet.packet(), packet.captureMicros());
  }

  @Override
  public void close() {
    publisher.close();
  }
}
