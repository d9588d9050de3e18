package dev.croupier.gateway.media.http;

import dev.croupier.gateway.http.Exchange;
import dev.croupier.gateway.http.Principal;
import dev.croupier.gateway.http.Problem;
import dev.croupier.gateway.media.webrtc.OfferRate;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import dev.croupier.time.clock.TableClock;
import java.util.Map;

/** Lets offers in at the doors as fast as {@link OfferRate} says. Any thread. */
final class Offers {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final OfferRate rate;
  private final TableClock clock;

  Offers(OfferRate rate, TableClock clock) {
    this.rate = rate;
    this.clock = clock;
  }

  /**
   * Who makes an offer, describes plain RTP or restarts ICE, which cost as much; before the body is
   * read.
   *
   * @throws Problem 429 {@code rate_limited} where there were too many
   */
  SessionLimits.Caller admit(Exchange exchange, Principal principal) {
    SessionLimits.Caller caller =
        new SessionLimits.Caller(MediaRoutes.owner(principal), exchange.remote().getAddress());
    long wait = rate.ask(caller, clock.nowMicros());
    if (wait > 0) {
      throw new Problem(
          429,
          "rate_limited",
          "too many offers of yours or from your address",
          Map.of("Retry-After", Long.toString(Math.ceilDiv(wait, MICROS_PER_SECOND))));
    }
    return caller;
  }
}
