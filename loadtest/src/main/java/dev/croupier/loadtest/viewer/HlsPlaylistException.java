package dev.croupier.loadtest.viewer;

/** A playlist that cannot be used, and why, in a few words. */
final class HlsPlaylistException extends Exception {
  HlsPlaylistException(String message) {
    super(message);
  }
}
