package dev.croupier.loadtest.studio;

import java.io.IOException;

/** A gateway did not take a camera in; its message is one line for a person. */
public final class PublishRefusedException extends IOException {
  private final int status;

  PublishRefusedException(String path, int status, String answer) {
    super(
        switch (status) {
          case 401, 403 -> "the token is refused for " + path + ": " + status;
          case 404 -> "the gateway knows no signal " + path + ": 404";
          case 409 -> path + " is being published by another: 409";
          default -> path + " cannot be published: " + answer;
        });
    this.status = status;
  }

  /** The HTTP status, or 0 if nothing usable was answered. */
  public int status() {
    return status;
  }
}
