package dev.croupier.gateway.app;

import dev.croupier.gateway.control.handover.Handovers;
import dev.croupier.gateway.control.http.ControlDoors;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.RoundPlane;
import dev.croupier.gateway.control.present.Admission;
import dev.croupier.gateway.control.present.Presenter;
import dev.croupier.gateway.control.release.PageReports;
import dev.croupier.gateway.control.release.Releases;
import dev.croupier.gateway.control.session.QualityBook;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.control.session.SessionPorts;
import dev.croupier.gateway.control.session.Sessions;
import dev.croupier.gateway.control.store.FileBuilds;
import dev.croupier.gateway.control.store.FileReleaseLog;
import dev.croupier.gateway.control.ws.ControlDoor;
import dev.croupier.gateway.control.ws.SocketMeters;
import dev.croupier.gateway.http.HttpServer;
import dev.croupier.gateway.ids.TableId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** Opens the control plane: sessions, releases, the cut, its doors. */
final class ControlParts {
  private static final Duration SOCKET_IDLE = Duration.ofSeconds(60);

  private ControlParts() {}

  /** Opens it and registers its doors; what is open is in the ground's lifecycle. */
  static void open(
      Ground ground,
      HttpServer.Builder http,
      RoundPlane rounds,
      MediaPlane media,
      Function<TableId, String> hlsPass)
      throws IOException {
    Path folder = ground.data().path().resolve("control");
    ExecutorService pool =
        ground.lifecycle().add("control pool", Executors.newVirtualThreadPerTaskExecutor());
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("control timer").daemon().factory());
    ground.lifecycle().add("control timer", timer::shutdownNow);
    FileReleaseLog log =
        ground.lifecycle().add("release log", new FileReleaseLog(folder.resolve("log")));
    Releases releases =
        new Releases(
            new FileBuilds(folder.resolve("builds")),
            log,
            ground.clock(),
            ground::newId,
            ground.config().demo().enabled());
    QualityBook quality = new QualityBook(ground.meters(), releases);
    PageReports reports = new PageReports(releases, media, quality, pool);
    SocketMeters traffic = new SocketMeters(ground.meters());
    Sessions sessions =
        new Sessions(
            SessionLimits.DEFAULT,
            new SessionPorts(rounds, releases, reports, ground.clock(), traffic),
            pool,
            timer,
            ground::newId);
    ground.lifecycle().add("control sessions", sessions::close);
    Presenter presenter =
        ground.lifecycle().add("presenter", new Presenter(sessions, rounds, media));
    releases.announceTo(presenter::announce);
    http.webSocket(
        ControlDoor.PATH,
        new ControlDoor(
            ground.tokens(),
            new Admission(sessions, rounds, media, releases),
            sessions,
            SessionLimits.DEFAULT,
            timer,
            traffic),
        ControlDoor.MAX_MESSAGE_BYTES,
        SOCKET_IDLE);
    ControlDoors.register(
        http.routes(),
        rounds,
        media,
        new Handovers(media, ground::newId),
        releases,
        quality,
        ControlParts.class.getClassLoader(),
        hlsPass);
  }
}
