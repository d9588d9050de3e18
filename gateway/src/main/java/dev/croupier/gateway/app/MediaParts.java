package dev.croupier.gateway.app;

import dev.croupier.gateway.http.Routes;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.FrozenSignals;
import dev.croupier.gateway.media.fanout.Guarded;
import dev.croupier.gateway.media.fanout.Posters;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.fanout.TableRules;
import dev.croupier.gateway.media.fanout.TableTiming;
import dev.croupier.gateway.media.hls.HlsPackager;
import dev.croupier.gateway.media.http.HlsAdmission;
import dev.croupier.gateway.media.http.HlsRoutes;
import dev.croupier.gateway.media.http.MediaRoutes;
import dev.croupier.gateway.media.http.PosterRoutes;
import dev.croupier.gateway.media.http.RtpRoutes;
import dev.croupier.gateway.media.ingest.ClockReference;
import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.net.RtpPortRange;
import dev.croupier.gateway.media.net.RtpSockets;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.ProgramTerms;
import dev.croupier.gateway.media.webrtc.MediaSessions;
import dev.croupier.gateway.media.webrtc.OfferRate;
import dev.croupier.gateway.media.webrtc.RtpPublishes;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.worker.PictureMaker;
import dev.croupier.gateway.media.worker.SlateMaker;
import dev.croupier.gateway.media.worker.SlateSupply;
import dev.croupier.gateway.metrics.Meter;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the media plane: its ports, each table's event loop and program, WHIP, WHEP and RTP. */
final class MediaParts {
  private static final Logger LOG = LoggerFactory.getLogger(MediaParts.class);

  private static final int HLS_KEY_BYTES = 32;

  /** How long a player page may be open before its HLS pass ends. */
  private static final Duration HLS_PASS = Duration.ofHours(12);

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final Map<TableId, TableMedia> tables = new LinkedHashMap<>();
  private final MediaSessions sessions;
  private final RtpPublishes rtp;
  private final MediaAdapter adapter;
  private final HlsAdmission admission;
  private final Posters posters;

  private MediaParts(Ground ground) throws IOException {
    Config config = ground.config();
    MediaSocket socket =
        ground
            .lifecycle()
            .add(
                "media port",
                MediaSocket.open(socketConfig(config), ground.clock(), ground.random()));
    for (Config.Table table : config.tables()) {
      TableMedia media = open(ground, table);
      tables.put(media.table(), media);
    }
    sessions =
        new MediaSessions(socket, limits(config), ground.clock(), ground.random(), ground::newId);
    ground.lifecycle().add("media sessions", sessions::closeAll);
    RtpSockets rtpSockets =
        ground
            .lifecycle()
            .add("RTP ports", rtpSockets(config.media(), ground.clock(), socket.counters()));
    rtp = new RtpPublishes(rtpSockets, ground.clock(), ground.random(), socket.counters());
    ground.lifecycle().add("RTP publishes", rtp::closeAll);
    adapter = new MediaAdapter(tables, sessions, ground.clock());
    sessions.onCatchUp(adapter::caughtUp);
    byte[] key = new byte[HLS_KEY_BYTES];
    ground.random().nextBytes(key);
    admission = new HlsAdmission(key, ground.clock());
    PictureMaker pictures =
        ground
            .lifecycle()
            .add("picture worker", new PictureMaker(ground.clock(), PictureMaker.USUAL_DEADLINE));
    posters = new Posters(pictures, ground.clock());
    watchFrozen(ground);
    MediaMeters meters =
        new MediaMeters(ground.meters(), tables, sessions, socket, adapter, posters);
    ScheduledExecutorService meterThread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("media meters").daemon().factory());
    ground.lifecycle().add("media meters", meterThread::shutdownNow);
    Runnable reading =
        new Guarded(meters::read, bug -> LOG.error("the media plane's figures were not read", bug));
    var _ = meterThread.scheduleAtFixedRate(reading, 1, 1, TimeUnit.SECONDS);
    // A cold JVM's first handshake takes a second; nobody's first picture should wait for it.
    Thread.ofVirtual().name("media warm-up").start(socket::warmUp);
  }

  /** Opens it and registers its doors. */
  static MediaParts open(Ground ground, Routes routes) throws IOException {
    MediaParts parts = new MediaParts(ground);
    OfferRate rate = offers(ground.config());
    MediaRoutes.register(
        routes,
        parts.tables,
        parts.sessions,
        rate,
        IceServersConfig.of(ground.config().media()),
        ground.clock());
    RtpRoutes.register(routes, parts.tables, parts.rtp, rate, ground.clock());
    PosterRoutes.register(routes, parts.tables, parts.posters);
    HlsRoutes.register(routes, parts.tables.keySet(), parts.packaged(ground), parts.admission);
    return parts;
  }

  /** The tables' media. */
  Map<TableId, TableMedia> tables() {
    return tables;
  }

  /** WHIP and WHEP sessions. */
  MediaSessions sessions() {
    return sessions;
  }

  /** What control sees of it. */
  MediaAdapter adapter() {
    return adapter;
  }

  /** The {@code Set-Cookie} value that lets a table's page at its HLS stream. */
  String hlsPass(TableId table) {
    return admission.cookie(table, HLS_PASS, false);
  }

  /** Where it is configured, each table's pictures are looked at once a second. */
  private void watchFrozen(Ground ground) {
    for (Config.Table table : ground.config().tables()) {
      int afterMs = table.failover().frozenAfterMs();
      if (afterMs == 0) {
        continue;
      }
      FrozenSignals watch =
          new FrozenSignals(tables.get(new TableId(table.id())), posters, afterMs * 1_000L);
      ScheduledExecutorService looks =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofVirtual().name("frozen pictures of " + table.id()).factory());
      ground.lifecycle().add("watch for frozen pictures of " + table.id(), looks::shutdownNow);
      Runnable look =
          new Guarded(
              () -> look(watch), bug -> LOG.error("the pictures of {} not seen", table.id(), bug));
      var _ = looks.scheduleWithFixedDelay(look, 1, 1, TimeUnit.SECONDS);
    }
  }

  private static void look(FrozenSignals watch) {
    try {
      watch.look();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<TableId, HlsPackager> packaged(Ground ground) {
    ExecutorService workers =
        ground.lifecycle().add("HLS packagers", Executors.newVirtualThreadPerTaskExecutor());
    Map<TableId, HlsPackager> packagers = new LinkedHashMap<>();
    tables.forEach(
        (id, table) -> {
          for (Show program : table.programs()) {
            if (program.codec() == Codec.H264) {
              HlsPackager packager = new HlsPackager(program.clock(), workers);
              table.packageFor(program, packager);
              packagers.put(id, packager);
            }
          }
        });
    return packagers;
  }

  private static TableMedia open(Ground ground, Config.Table table) {
    ScheduledExecutorService loop =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("table " + table.id()).daemon().factory());
    ground.lifecycle().add("event loop of " + table.id(), loop::shutdownNow);
    List<SignalName> signals = table.signals().stream().map(SignalName::new).toList();
    TableMedia media =
        new TableMedia(
            new TableId(table.id()),
            new TableRules(
                table.slate().terms(),
                table.failover().order(table.signals()),
                table.failover().returns(),
                table.failover().leavesFrozen()),
            signals,
            signals.getFirst(),
            timing(table),
            ground.clock(),
            loop,
            ground.random(),
            ground::newId);
    ground.lifecycle().add("media of " + table.id(), media::close);
    supplySlates(ground, table, media);
    return media;
  }

  private static TableTiming timing(Config.Table table) {
    Map<SignalName, ClockReference> clocks = new LinkedHashMap<>();
    table
        .timing()
        .clocks()
        .forEach(clock -> clocks.put(new SignalName(clock.signal()), clock.reference()));
    return new TableTiming(
        table.failover().slateAfterMs() * 1_000L,
        table.timing().maxLatencyMicros(),
        table.timing().cutThrough(),
        clocks);
  }

  private static void supplySlates(Ground ground, Config.Table table, TableMedia media) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("slates of " + table.id()).factory());
    ground.lifecycle().add("slates of " + table.id(), thread::shutdownNow);
    SlateConfig config = table.slate();
    List<Codec> codecs = config.terms().stream().map(ProgramTerms::codec).toList();
    SlateSupply slates =
        new SlateSupply(
            table.id(),
            codec ->
                SlateMaker.make(
                    codec, config.width(), config.height(), config.fps(), displayName(table.id())),
            (codec, frames) -> media.slate(new Slate(frames, MICROS_PER_SECOND / config.fps())),
            thread);
    for (Codec codec : codecs) {
      ground
          .meters()
          .gauge(
              Meter.MEDIA_SLATES,
              slates,
              supply -> supply.has(codec) ? 1 : 0,
              table.id(),
              codec.wire());
    }
    slates.start(codecs);
  }

  /** {@code roulette-1} as people read it: {@code roulette 1}. */
  private static String displayName(String table) {
    return table.replace('-', ' ');
  }

  /** Senders are told the first public address: they send to one. */
  private static RtpSockets rtpSockets(
      MediaConfig media, TableClock clock, TransportCounters counters) throws IOException {
    InetAddress bind = InetAddress.getByName(media.address());
    InetAddress shown =
        media.publicAddresses().isEmpty()
            ? RtpSockets.reachable(bind)
            : InetAddress.getByName(media.publicAddresses().getFirst());
    return new RtpSockets(bind, shown, RtpPortRange.parse(media.rtpPorts()), clock, counters);
  }

  /** The demo is for this machine alone, and its crowds come from one address. */
  private static SessionLimits limits(Config config) {
    MediaConfig media = config.media();
    return config.demo().enabled()
        ? new SessionLimits(0, 0)
        : new SessionLimits(media.sessionsPerPrincipal(), media.sessionsPerAddress());
  }

  private static OfferRate offers(Config config) {
    MediaConfig media = config.media();
    return config.demo().enabled()
        ? new OfferRate(0, 0)
        : new OfferRate(media.offersPerPrincipal(), media.offersPerAddress());
  }

  private static MediaSocketConfig socketConfig(Config config) throws IOException {
    MediaConfig media = config.media();
    InetSocketAddress bind =
        new InetSocketAddress(InetAddress.getByName(media.address()), media.port());
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String address : media.publicAddresses()) {
      addresses.add(new InetSocketAddress(InetAddress.getByName(address), 0));
    }
    return MediaSocketConfig.loopback(media.port())
        .withBind(List.of(bind))
        .withPublicAddresses(addresses)
        .withTcp(media.tcp())
        .withMaxSessions(media.maxSessions())
        .withDtls(
            DtlsSettings.standard()
                .withConcurrent(media.maxHandshakes())
                .withPerNetwork(config.demo().enabled() ? 0 : media.handshakesPerAddress()));
  }
}
