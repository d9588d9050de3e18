package dev.croupier.gateway.media.ingest;

/**
 * Asks a publisher for a keyframe (PLI, RFC 4585). Declared here, implemented by the publishing
 * session. Any thread.
 */
@FunctionalInterface
public interface KeyframeRequester {
  /** For a publisher that has not agreed to be asked. */
  KeyframeRequester NOBODY =
      new KeyframeRequester() {
        @Override
        public void requestKeyframe() {
          // There is nobody to ask.
        }

        @Override
        public boolean canAsk() {
          return false;
        }
      };

  /** Sends the request; does not wait. Throttling is the caller's. */
  void requestKeyframe();

  /** Whether the publisher has agreed to be asked; the same for a publish's life. */
  default boolean canAsk() {
    return true;
  }
}
