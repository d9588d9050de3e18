package dev.croupier.loadtest.studio;

/** The studio cannot work: a codec is missing or the FFmpeg library refused. */
public final class StudioException extends RuntimeException {
  /** With a line for a person. */
  public StudioException(String message) {
    super(message);
  }
}
