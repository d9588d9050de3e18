package dev.croupier.gateway.app;

import dev.croupier.gateway.http.HttpListener;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.gateway.metrics.Meters;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Counts what the HTTP doors answer and refuse. Any thread. */
final class HttpMeters implements HttpListener {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Meters meters;

  HttpMeters(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void answered(String method, String route, int status, long durationUs) {
    // A method is any word a client likes: only known ones become a tag.
    String known = METHODS.contains(method) ? method : "other";
    meters
        .timer(Meter.HTTP_REQUESTS, known, route, Integer.toString(status))
        .record(durationUs, TimeUnit.MICROSECONDS);
  }

  @Override
  public void refused(String route, int status, String code) {
    meters.counter(Meter.HTTP_REFUSALS, route, Integer.toString(status), code).increment();
  }
}
