package dev.croupier.gateway.control.release;

import dev.croupier.gateway.control.port.Staff;
import dev.croupier.gateway.control.present.Presenter;
import dev.croupier.gateway.control.session.BuildCatalog;
import dev.croupier.gateway.control.session.BuildRef;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The player builds of this gateway and which of them each game's pages get.
 *
 * <p>Reads are from memory, any thread. Changes run one at a time under one lock, are written down
 * first and then shown: a manifest flips at once or not at all.
 */
public final class Releases implements BuildCatalog {
  /** Builds kept in all. */
  private static final int MAX_BUILDS = 1000;

  /** Rollouts kept in memory; older ones stay in the log. */
  private static final int MAX_ROLLOUTS = 1000;

  private final BuildRepository repository;
  private final ReleaseLog log;
  private final TableClock clock;
  private final Supplier<String> ids;
  private final boolean demo;
  private final Object lock = new Object();
  private final Map<BuildId, Build> builds = new ConcurrentHashMap<>();
  private final Map<String, String> assets = new ConcurrentHashMap<>();
  private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();
  private final Map<String, List<BuildId>> pointers = new HashMap<>();
  private final Map<String, Rollout> rollouts = new LinkedHashMap<>();
  private final Map<String, String> latest = new HashMap<>();
  private volatile Announcer announcer = (_, _, _) -> {};

  /** Tells sessions of a build to take; {@link Presenter} does. */
  @FunctionalInterface
  public interface Announcer {
    /** {@code back}: it is an older one, again. */
    void announce(String game, BuildRef ref, boolean back);
  }

  /** An upload's end: the build, and whether it is new. */
  public record Uploaded(Build build, boolean isNew) {}

  /**
   * All that was released before.
   *
   * @param ids makes rollouts' ids, {@code [A-Za-z0-9-]{1,64}}
   * @param demo whether 0 → 100 % needs no override
   * @throws IOException if the store cannot be read
   */
  public Releases(
      BuildRepository repository,
      ReleaseLog log,
      TableClock clock,
      Supplier<String> ids,
      boolean demo)
      throws IOException {
    this.repository = repository;
    this.log = log;
    this.clock = clock;
    this.ids = ids;
    this.demo = demo;
    for (Build build : repository.load()) {
      remember(build);
    }
    for (RolloutEvent event : log.load()) {
      apply(event);
    }
  }

  /** Who tells the sessions; set once, before the doors open. */
  public void announceTo(Announcer to) {
    announcer = to;
  }

  /**
   * Takes an upload: checked, kept, not yet shown to anybody. The same bytes again change nothing.
   *
   * @throws RefusedException {@code malformed}, {@code too_large}, {@code integrity_mismatch},
   *     {@code contract_unsupported}, or {@code build_exists} with other bytes under its id
   */
  public Uploaded upload(BuildId id, byte[] zip, Staff by) throws RefusedException, IOException {
    BuildPackage uploaded = BuildPackage.check(id, zip);
    Build build = uploaded.build();
    synchronized (lock) {
      Build known = builds.get(id);
      if (known != null) {
        if (known.digest().equals(build.digest())) {
          return new Uploaded(known, false);
        }
        throw new RefusedException(
            409, "build_exists", id + " has other bytes: builds never change");
      }
      if (builds.size() >= MAX_BUILDS) {
        throw new RefusedException(409, "busy", "too many builds are kept");
      }
      for (Map.Entry<String, byte[]> file : uploaded.files().entrySet()) {
        String taken = assets.get(file.getKey());
        if (taken != null && !taken.equals(Integrity.sha256(file.getValue()))) {
          throw new RefusedException(
              409, "build_exists", file.getKey() + " has other bytes in another build");
        }
      }
      repository.save(build, uploaded.files());
      audit(by, "build.upload", id.value(), null);
      uploaded.files().forEach((name, bytes) -> assets.put(name, Integrity.sha256(bytes)));
      remember(build);
    }
    return new Uploaded(build, true);
  }

  /**
   * Gives a build to all players of its game, each at his own round's end.
   *
   * @param reason why the steps between are left out, or null
   * @throws RefusedException {@code not_found}, {@code malformed}, or {@code precondition_required}
   *     without a reason outside demo mode
   */
  public Rollout rollOut(String game, BuildId id, String reason, Staff by)
      throws RefusedException, IOException {
    Rollout rollout;
    Build build;
    synchronized (lock) {
      build = builds.get(id);
      if (build == null) {
        throw new RefusedException(404, "not_found", "no such build");
      }
      if (!build.game().equals(game)) {
        throw RefusedException.malformed(id + " is no build of " + game);
      }
      if (!demo && reason == null) {
        throw new RefusedException(
            428, "precondition_required", "all players at once: override.reason is needed");
      }
      Manifest now = manifests.get(game);
      var event =
          new RolloutEvent.Started(
              ids.get(),
              clock.nowMicros(),
              game,
              id.value(),
              now == null ? null : now.current().buildId().value(),
              100,
              by.subject(),
              reason);
      log.append(event);
      audit(by, "rollout.start", event.id() + " " + id, reason);
      apply(event);
      rollout = rollouts.get(event.id());
    }
    announcer.announce(game, build.ref(), false);
    return rollout;
  }

  /**
   * Goes back to the build before a rollout; again: nothing more happens.
   *
   * @throws RefusedException {@code not_found}, or {@code precondition_failed} if there was none
   *     before it or a later rollout holds
   */
  public Rollout rollBack(String id, Staff by) throws RefusedException, IOException {
    Rollout rollout;
    Manifest now;
    synchronized (lock) {
      rollout = rollouts.get(id);
      if (rollout == null) {
        throw new RefusedException(404, "not_found", "no such rollout");
      }
      if (rollout.rolledBackAt() != null) {
        return rollout;
      }
      if (rollout.started().from() == null || !id.equals(latest.get(rollout.started().game()))) {
        throw new RefusedException(
            412, "precondition_failed", "nothing before it, or a later rollout holds");
      }
      var event = new RolloutEvent.RolledBack(id, clock.nowMicros(), by.subject());
      log.append(event);
      audit(by, "rollout.rollback", id, null);
      apply(event);
      rollout = rollouts.get(id);
      now = manifests.get(rollout.started().game());
    }
    announcer.announce(now.game(), now.current().ref(), true);
    return rollout;
  }

  /** Writes down how a build came up in a page, with the rollout that brought it. */
  void report(String game, BuildId build, String session, boolean ready, String code, String detail)
      throws IOException {
    synchronized (lock) {
      Rollout rollout = rollouts.get(latest.getOrDefault(game, ""));
      if (rollout == null || !rollout.started().build().equals(build.value())) {
        return;
      }
      var event =
          new RolloutEvent.Reported(
              rollout.started().id(), clock.nowMicros(), session, ready, code, detail);
      log.append(event);
      apply(event);
    }
  }

  /** A rollout as it stands. */
  public Optional<Rollout> rollout(String id) {
    synchronized (lock) {
      return Optional.ofNullable(rollouts.get(id));
    }
  }

  /** The rollouts kept in memory, newest first. */
  public List<Rollout> rollouts() {
    synchronized (lock) {
      return new ArrayList<>(rollouts.values()).reversed();
    }
  }

  /** All builds. */
  public Collection<Build> builds() {
    return List.copyOf(builds.values());
  }

  /** A game's manifest; empty before its first rollout. */
  public Optional<Manifest> manifest(String game) {
    return Optional.ofNullable(manifests.get(game));
  }

  /** A file of a build. */
  public Optional<byte[]> asset(String name) throws IOException {
    return assets.containsKey(name) ? repository.asset(name) : Optional.empty();
  }

  @Override
  public Optional<BuildRef> current(String game) {
    return manifest(game).map(m -> m.current().ref());
  }

  @Override
  public Optional<BuildRef> find(String game, BuildId id) {
    return Optional.ofNullable(builds.get(id)).filter(b -> b.game().equals(game)).map(Build::ref);
  }

  private void audit(Staff by, String what, String subject, String reason) throws IOException {
    log.audit(
        new ReleaseLog.AuditEntry(
            clock.nowMicros(), by.licensee().value(), by.subject(), what, subject, reason));
  }

  private void remember(Build build) throws IOException {
    builds.put(build.buildId(), build);
    for (String name : build.assets()) {
      if (!assets.containsKey(name)) {
        byte[] bytes = repository.asset(name).orElseThrow(() -> new IOException("lost: " + name));
        assets.put(name, Integrity.sha256(bytes));
      }
    }
  }

  private void apply(RolloutEvent event) {
    switch (event) {
      case RolloutEvent.Started started -> {
        if (!builds.containsKey(new BuildId(started.build()))) {
          return;
        }
        rollouts.put(started.id(), Rollout.of(started));
        if (rollouts.size() > MAX_ROLLOUTS) {
          rollouts.remove(rollouts.keySet().iterator().next());
        }
        latest.put(started.game(), started.id());
        point(started.game(), new BuildId(started.build()));
      }
      case RolloutEvent.RolledBack back -> {
        Rollout rollout = rollouts.computeIfPresent(back.id(), (_, r) -> r.after(back));
        if (rollout != null) {
          point(rollout.started().game(), new BuildId(rollout.started().from()));
        }
      }
      case RolloutEvent.Reported report ->
          rollouts.computeIfPresent(report.id(), (_, r) -> r.after(report));
    }
  }

  private void point(String game, BuildId to) {
    List<BuildId> order = new ArrayList<>(pointers.getOrDefault(game, List.of()));
    order.remove(to);
    order.addFirst(to);
    List<BuildId> kept =
        order.stream().filter(builds::containsKey).limit(1 + Manifest.MAX_PREVIOUS).toList();
    pointers.put(game, kept);
    manifests.put(game, Manifest.of(kept.stream().map(builds::get).toList()));
  }
}
