package dev.croupier.gateway.control.store;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.croupier.gateway.control.release.Build;
import dev.croupier.gateway.control.release.BuildRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds in a folder: {@code assets/} holds the files under their published names, {@code builds/}
 * one record each, written last. Called under the releases' lock; reads by any thread.
 */
public final class FileBuilds implements BuildRepository {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,255}");
  private static final String RECORD = ".json";

  private final JsonMapper mapper = new JsonMapper();
  private final Path assets;
  private final Path records;

  /** A folder of its own, made if it is not there. */
  public FileBuilds(Path folder) throws IOException {
    assets = Files.createDirectories(folder.resolve("assets"));
    records = Files.createDirectories(folder.resolve("builds"));
  }

  @Override
  public List<Build> load() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(records)) {
      files = all.filter(p -> p.toString().endsWith(RECORD)).sorted().toList();
    }
    List<Build> builds = new ArrayList<>();
    for (Path file : files) {
      StoredBuild stored = mapper.readValue(file.toFile(), StoredBuild.class);
      builds.add(stored.build());
    }
    return builds;
  }

  @Override
  public void save(Build build, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      DurableFiles.write(assets.resolve(checked(file.getKey())), file.getValue());
    }
    DurableFiles.syncFolder(assets);
    DurableFiles.write(
        records.resolve(checked(build.buildId().value()) + RECORD),
        mapper.writeValueAsBytes(StoredBuild.of(build)));
    DurableFiles.syncFolder(records);
  }

  @Override
  public Optional<byte[]> asset(String name) throws IOException {
    Path file = assets.resolve(checked(name));
    return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw new IllegalArgumentException("not a file of ours: " + name);
    }
    return name;
  }
}
