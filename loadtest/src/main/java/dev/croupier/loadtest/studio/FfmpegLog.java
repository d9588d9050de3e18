package dev.croupier.loadtest.studio;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** What the FFmpeg library says: error numbers as text, its own chatter off. */
final class FfmpegLog {
  private FfmpegLog() {}

  /** Keeps the library from writing to standard error: all that matters comes back as a number. */
  static void silent() {
    av_log_set_level(AV_LOG_QUIET);
  }

  /** Throws if a call's answer is an error. */
  static int check(String what, int answer) {
    if (answer < 0) {
      throw new StudioException(what + ": " + text(answer));
    }
    return answer;
  }

  /** An error number in words. */
  static String text(int error) {
    byte[] words = new byte[128];
    av_strerror(error, words, words.length);
    int end = 0;
    while (end < words.length && words[end] != 0) {
      end++;
    }
    return new String(words, 0, end, StandardCharsets.UTF_8);
  }
}
