package dev.croupier.gateway.control.store;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of JSON lines that only grows. One writer; a line is durable when {@link #append} returns.
 *
 * <p>A last line without its end was cut off by a crash and was never acknowledged: it is removed.
 */
final class JsonLines implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  JsonLines(Path file) throws IOException {
    this.file = file;
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.truncate(wholeLines(Files.readAllBytes(file)));
    channel.position(channel.size());
  }

  /** All lines. */
  <T> List<T> read(ObjectReader reader) throws IOException {
    List<T> values = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      values.add(reader.readValue(line));
    }
    return values;
  }

  /** Adds a line; {@code json} holds no line ends. */
  synchronized void append(byte[] json) throws IOException {
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    ByteBuffer rest = ByteBuffer.wrap(line);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static int wholeLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
