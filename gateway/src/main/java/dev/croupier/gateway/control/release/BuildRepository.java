package dev.croupier.gateway.control.release;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where builds and their files are kept; {@code store} implements it. */
public interface BuildRepository {
  /** All builds, in the order they came. */
  List<Build> load() throws IOException;

  /** Keeps the files, then the build: what {@link #load} finds is whole. Blocks until it is. */
  void save(Build build, Map<String, byte[]> files) throws IOException;

  /** A file's bytes; {@code name} is one that {@link #save} was given. */
  Optional<byte[]> asset(String name) throws IOException;
}
