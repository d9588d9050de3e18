package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.rtp.Parse;
import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ICE session of a WHIP or WHEP session as its client changes it over HTTP (RFC 9725 section
 * 4.3): the entity tag names it, each restart gives it another. Any thread; one change at a time.
 *
 * <p>Trickled candidates are read and forgotten: a lite agent makes no checks, and learns the
 * client's addresses from the client's own.
 */
public final class IceExchange {
  /**
   * What became of a change.
   *
   * @param etag of the ICE session, quoted, as {@code ETag} wants it
   * @param fragment this side's new parameters after a restart, else empty
   */
  public record Outcome(String etag, String fragment) {
    /** Whether there are new parameters to tell. */
    public boolean restarted() {
      return !fragment.isEmpty();
    }
  }

  /** {@code If-Match} is missing. */
  public static final String PRECONDITION_REQUIRED = "precondition_required";

  /** {@code If-Match} names another ICE session. */
  public static final String PRECONDITION_FAILED = "precondition_failed";

  /** {@code If-Match} of a restart. */
  public static final String RESTART = "*";

  private final TransportFactory transports;
  private final PeerTransport transport;
  private final Supplier<String> tags;
  private final String mid;
  private LocalIce local;
  private RemoteIce remote;
  private String etag;

  /**
   * The ICE session of an answer.
   *
   * @param tags makes entity tags: letters, digits, - and _
   * @param mid of the section that carries the bundle
   */
  IceExchange(
      TransportFactory transports,
      TransportFactory.Opened opened,
      RemoteIce remote,
      String mid,
      Supplier<String> tags) {
    this.transports = transports;
    this.transport = opened.transport();
    this.local = opened.local();
    this.remote = remote;
    this.mid = mid;
    this.tags = tags;
    this.etag = quoted(tags.get());
  }

  /** The ICE session's entity tag, quoted. */
  public synchronized String etag() {
    return etag;
  }

  /**
   * Takes what a client says by PATCH: candidates of the session that {@code If-Match} names, or,
   * with {@code *}, a restart. A restart that is repeated, because its answer was lost, is answered
   * the same way.
   *
   * @param ifMatch the header's value
   * @param body {@code application/trickle-ice-sdpfrag} (RFC 8840)
   * @return nothing when the session is over
   * @throws MediaRefusal {@code bad_sdp}, {@code precondition_required}, {@code
   *     precondition_failed}
   */
  public synchronized Optional<Outcome> patch(Optional<String> ifMatch, String body)
      throws MediaRefusal, InterruptedException {
    String condition =
        ifMatch
            .map(String::strip)
            .orElseThrow(
                () ->
                    new MediaRefusal(
                        PRECONDITION_REQUIRED, "If-Match with the session's ETag is needed"));
    SdpFragment fragment = read(body);
    if (condition.equals(RESTART)) {
      return restart(fragment);
    }
    if (Arrays.stream(condition.split(",")).map(String::strip).noneMatch(etag::equals)) {
      throw new MediaRefusal(PRECONDITION_FAILED, "the ICE session is another one by now");
    }
    if (!(fragment.ufrag().isEmpty() || fragment.ufrag().equals(remote.ufrag()))
        || !(fragment.password().isEmpty() || fragment.password().equals(remote.password()))) {
      throw bad("other_credentials");
    }
    return Optional.of(new Outcome(etag, ""));
  }

  private Optional<Outcome> restart(SdpFragment fragment)
      throws MediaRefusal, InterruptedException {
    if (fragment.ufrag().isEmpty() || fragment.password().isEmpty()) {
      throw bad("no_ice_credentials");
    }
    boolean sameName = fragment.ufrag().equals(remote.ufrag());
    boolean samePassword = fragment.password().equals(remote.password());
    if (sameName != samePassword) {
      throw bad("half_a_restart"); // RFC 8839 section 4.4.1.1.1: both change
    }
    if (!sameName) {
      RemoteIce next = new RemoteIce(fragment.ufrag(), fragment.password(), remote.fingerprint());
      Optional<LocalIce> own = transports.restart(transport, next);
      if (own.isEmpty()) {
        return Optional.empty();
      }
      local = own.get();
      remote = next;
      etag = quoted(tags.get());
    }
    SdpFragment answer =
        new SdpFragment(local.ufrag(), local.password(), transports.candidates(), true);
    return Optional.of(new Outcome(etag, "a=ice-lite\r\n" + answer.text(mid)));
  }

  private static SdpFragment read(String body) throws MediaRefusal {
    SdpFragment fragment =
        switch (SdpFragment.parse(body)) {
          case Parse.Parsed<SdpFragment>(SdpFragment sound) -> sound;
          case Parse.Rejected<SdpFragment>(String reason) -> throw bad(reason);
        };
    for (String candidate : fragment.candidates()) {
      if (SdpCandidate.parse(candidate) instanceof Parse.Rejected<SdpCandidate>(String reason)) {
        throw bad(reason);
      }
    }
    return fragment;
  }

  private static MediaRefusal bad(String reason) {
    return new MediaRefusal("bad_sdp", reason);
  }

  private static String quoted(String tag) {
    return '"' + tag + '"';
  }
}
