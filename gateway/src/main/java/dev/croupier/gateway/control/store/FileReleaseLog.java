package dev.croupier.gateway.control.store;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.croupier.gateway.control.release.ReleaseLog;
import dev.croupier.gateway.control.release.RolloutEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Rollouts and audit as two files of JSON lines. Any thread. */
public final class FileReleaseLog implements ReleaseLog, AutoCloseable {
  private final JsonMapper mapper = new JsonMapper();
  private final JsonLines rollouts;
  private final JsonLines audit;

  /** A folder of its own, made if it is not there. */
  public FileReleaseLog(Path folder) throws IOException {
    Files.createDirectories(folder);
    rollouts = new JsonLines(folder.resolve("rollouts.jsonl"));
    audit = new JsonLines(folder.resolve("audit.jsonl"));
  }

  @Override
  public List<RolloutEvent> load() throws IOException {
    return rollouts.read(mapper.readerFor(RolloutEvent.class));
  }

  @Override
  public void append(RolloutEvent event) throws IOException {
    rollouts.append(mapper.writerFor(RolloutEvent.class).writeValueAsBytes(event));
  }

  @Override
  public void audit(AuditEntry entry) throws IOException {
    audit.append(mapper.writeValueAsBytes(entry));
  }

  @Override
  public void close() throws IOException {
    rollouts.close();
    audit.close();
  }
}
