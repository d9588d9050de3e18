package dev.croupier.gateway.control.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The files of an uploaded zip, read in memory and never written under a name of its own choosing.
 *
 * <p>Refused: names with folders, dots at the front or anything unusual (so no path leads
 * anywhere), a name twice, too many files, and more bytes than the limits whatever the zip's header
 * says of them (a zip bomb ends at the limit).
 */
final class Archive {
  static final String DESCRIPTOR = "descriptor.json";

  /** Largest upload, bytes. */
  static final int MAX_ZIP_BYTES = 8 * 1024 * 1024;

  private static final int MAX_FILES = 257;
  private static final int MAX_FILE_BYTES = 8 * 1024 * 1024;
  private static final int MAX_ALL_BYTES = 24 * 1024 * 1024;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private Archive() {}

  /**
   * Name and bytes of each file, sorted.
   *
   * @throws RefusedException {@code malformed} or {@code too_large}
   */
  static Map<String, byte[]> read(byte[] zip) throws RefusedException {
    Map<String, byte[]> files = new TreeMap<>();
    int room = MAX_ALL_BYTES;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (!NAME.matcher(name).matches() || name.contains("..")) {
          throw RefusedException.malformed("a file's name: plain, without folders");
        }
        int limit = Math.min(room, MAX_FILE_BYTES);
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
          throw new RefusedException(413, "too_large", name + " does not fit the limits");
        }
        room -= bytes.length;
        if (files.put(name, bytes) != null) {
          throw RefusedException.malformed(name + " is there twice");
        }
        if (files.size() > MAX_FILES) {
          throw new RefusedException(413, "too_large", "too many files");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw RefusedException.malformed("not a zip: " + e.getMessage());
    }
    if (files.isEmpty()) {
      throw RefusedException.malformed("not a zip, or an empty one");
    }
    return files;
  }
}
