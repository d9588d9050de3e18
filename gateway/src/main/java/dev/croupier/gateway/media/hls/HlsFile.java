package dev.croupier.gateway.media.hls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * One file of a stream, ready to be served. Immutable by agreement: shared by all readers.
 *
 * @param contentType its media type
 * @param bytes its content
 * @param gzipped its content compressed, or null where that does not pay
 * @param version changes with the content; letters, digits and dashes
 * @param immutable the name never gets another content
 */
public record HlsFile(
    String contentType, byte[] bytes, byte[] gzipped, String version, boolean immutable) {
  /** The media type of playlists (RFC 8216 section 4). */
  public static final String PLAYLIST = "application/vnd.apple.mpegurl";

  static HlsFile playlist(String text, String version) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return new HlsFile(PLAYLIST, bytes, out.toByteArray(), version, false);
  }

  static HlsFile media(String contentType, byte[] bytes, String name) {
    return new HlsFile(contentType, bytes, null, name.substring(0, name.lastIndexOf('.')), true);
  }
}
