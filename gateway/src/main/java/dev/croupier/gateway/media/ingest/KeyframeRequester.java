package dev.croupier.gateway.media.ingest;

/**
 * Asks a publisher for a keyframe (PLI, RFC 4585). Declared here, implemented by the publishing
 * session. Any thread.
 */
@FunctionalInterface
public interface KeyframeRequester {
  /** Sends the request; does not wait. Throttling is the caller's. */
  void requestKeyframe();
}
