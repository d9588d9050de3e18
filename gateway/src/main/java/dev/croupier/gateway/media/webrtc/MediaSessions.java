package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.AvcConfig;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.KeyframeRequester;
import dev.croupier.gateway.media.rtp.Parse;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.time.clock.TableClock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All WHIP and WHEP sessions of this gateway, by their unguessable ids. Any thread; each session
 * belongs to its transport's event loop. The number of sessions is capped by the transport factory.
 */
public final class MediaSessions {
  /** The two sorts of session; an id of one is unknown to the other. */
  public enum Kind {
    WHIP,
    WHEP
  }

  /**
   * An accepted offer.
   *
   * @param etag of its ICE session, quoted
   */
  public record Created(String id, String answer, String etag) {}

  /** Hears of viewers that catch up; on their event loops, must not block. */
  @FunctionalInterface
  public interface CatchUpListener {
    /**
     * A viewer's first live picture is sent; those before it, if there were any, came faster than
     * they were made. Once.
     *
     * @param label opaque name under which control knows the viewer, or empty
     * @param owner whose session it is
     * @param untilRtp the first live picture's RTP time, unsigned 32 bits
     */
    void told(String label, String owner, long untilRtp);
  }

  private record Session(Kind kind, String owner, Runnable close, IceExchange ice) {}

  private final TransportFactory transports;
  private final SessionLimits limits;
  private final TableClock clock;
  private final RandomGenerator random;
  private final Supplier<String> ids;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, WhepSession> viewers = new ConcurrentHashMap<>();
  private final EndedViewers endedViewers = new EndedViewers();
  private final JoinBudgets budgets = new JoinBudgets();
  private volatile CatchUpListener catchUps = (_, _, _) -> {};

  /**
   * No sessions yet.
   *
   * @param limits how many each caller may have
   * @param random for SSRCs and offsets, thread-safe
   * @param ids makes session ids of at least 128 bits
   */
  public MediaSessions(
      TransportFactory transports,
      SessionLimits limits,
      TableClock clock,
      RandomGenerator random,
      Supplier<String> ids) {
    this.transports = transports;
    this.limits = limits;
    this.clock = clock;
    this.random = random;
    this.ids = ids;
  }

  /**
   * Answers a viewer's offer.
   *
   * @param shows the same in several codecs: the first one that the offer can receive is played
   * @param caller who may change and end the session
   * @param label opaque name under which control knows the viewer, or empty
   * @param mayCatchUp whether it may begin with pictures that are not live any more
   */
  public Created play(
      List<? extends Show> shows,
      String offer,
      SessionLimits.Caller caller,
      String label,
      boolean mayCatchUp)
      throws MediaRefusal {
    SdpDescription description = parse(offer);
    Show show = ShowChoice.of(shows, description);
    SdpSending sending = ShowChoice.sending(show, ssrc());
    long origin = random.nextLong() >>> 2;
    SdpNegotiated terms =
        accepted(SdpAnswers.toViewer(description, ShowChoice.NOBODY, sending, origin));

    SessionLimits.Place place = limits.take(caller);
    String id = ids.get();
    WhepSession session =
        new WhepSession(id, label, show, clock, ended -> endedViewer(ended, place));
    TransportFactory.Opened opened = open(terms, session, place);
    ViewerLink link = session.link();
    SentTrack videoTrack = track(terms.video(), sending, show, opened.transport(), link);
    SentTrack audioTrack = track(terms.audio(), sending, show, opened.transport(), link);
    ViewerJoin join =
        videoTrack == null
            ? null
            : new ViewerJoin(
                show,
                clock,
                opened.transport(),
                videoTrack,
                budgets.of(opened.transport().loop(), show),
                mayCatchUp,
                untilRtp -> catchUps.told(label, caller.owner(), untilRtp & 0xFFFF_FFFFL));
    // On its event loop, and so before any event of the transport, which needs our answer first.
    opened
        .transport()
        .loop()
        .execute(() -> session.attach(opened.transport(), videoTrack, join, audioTrack));
    IceExchange ice = exchange(opened, terms);
    // By the transport: the session itself has it only once its event loop had a turn.
    Runnable close = opened.transport()::close;
    sessions.put(id, new Session(Kind.WHEP, caller.owner(), close, ice));
    viewers.put(id, session);
    SdpNegotiated answer =
        accepted(SdpAnswers.toViewer(description, local(opened), sending, origin));
    return new Created(id, answer.local(), ice.etag());
  }

  /**
   * Answers a publisher's offer. Blocks until the table has let it in.
   *
   * @param takeover push a live publisher of the same signal out
   * @param caller who may change and end the session
   */
  public Created publish(
      TableMedia table,
      SignalName signal,
      boolean takeover,
      String offer,
      SessionLimits.Caller caller)
      throws MediaRefusal, InterruptedException {
    SdpDescription description = parse(offer);
    long origin = random.nextLong() >>> 2;
    List<Codec> codecs = wanted(table.wanted(signal));
    SdpNegotiated terms =
        accepted(
            SdpAnswers.toPublisher(
                description, ShowChoice.NOBODY, codecs, ShowChoice.PROFILE, true, origin));
    // The session asks for keyframes itself, but the table must know whom to ask before it exists.
    AtomicReference<WhipSession> made = new AtomicReference<>();
    KeyframeRequester requester =
        () -> {
          WhipSession session = made.get();
          if (session != null) {
            session.requestKeyframe();
          }
        };
    AtomicBoolean pushedOut = new AtomicBoolean();
    Runnable evicted =
        () -> {
          pushedOut.set(true);
          WhipSession session = made.get();
          if (session != null) {
            session.takenOver();
          }
        };
    SdpStream first = terms.video() == null ? terms.audio() : terms.video();
    Codec codec = terms.video() == null ? null : first.codec();
    KeyframeRequester asked = first.pli() ? requester : KeyframeRequester.NOBODY;
    SessionLimits.Place place = limits.take(caller);
    FrameListener frames;
    try {
      frames = Admission.await(table.publish(signal, codec, takeover, asked, evicted));
    } catch (MediaRefusal | InterruptedException e) {
      place.release();
      throw e;
    }
    try {
      String id = ids.get();
      WhipSession session =
          new WhipSession(
              id,
              clock,
              new WhipSession.Shape(
                  codec == null ? codecs.getFirst() : codec,
                  codec == null ? -1 : first.payloadType(),
                  codec == null ? -1 : first.rtxPayloadType(),
                  terms.audio() == null ? -1 : terms.audio().payloadType(),
                  first.transportSequenceId(),
                  codec == null ? List.of() : parameterSets(first)),
              frames,
              () -> {
                sessions.remove(id);
                place.release();
                table.unpublish(frames, made.get().closeReason());
              });
      made.set(session);
      TransportFactory.Opened opened = open(terms, session, place);
      IceExchange ice = exchange(opened, terms);
      opened
          .transport()
          .loop()
          .execute(
              () -> {
                session.attach(opened.transport());
                if (pushedOut.get()) {
                  session.takenOver();
                }
              });
      Runnable close = opened.transport()::close;
      sessions.put(id, new Session(Kind.WHIP, caller.owner(), close, ice));
      SdpNegotiated answer =
          accepted(
              SdpAnswers.toPublisher(
                  description, local(opened), codecs, ShowChoice.PROFILE, true, origin));
      return new Created(id, answer.local(), ice.etag());
    } catch (MediaRefusal refusal) {
      table.unpublish(frames, refusal.code());
      throw refusal;
    }
  }

  /** Has it told what viewers' pictures are not live yet. */
  public void onCatchUp(CatchUpListener listener) {
    catchUps = listener;
  }

  /**
   * Ends a session, which is gone for those who name it from now on; false if there is none of that
   * kind and owner under the id.
   */
  public boolean close(String id, Kind kind, String owner) {
    Optional<Session> session = find(id, kind, owner).filter(found -> sessions.remove(id, found));
    session.ifPresent(found -> found.close().run());
    return session.isPresent();
  }

  /** The ICE session of a session of that kind and owner, if there is one under the id. */
  public Optional<IceExchange> ice(String id, Kind kind, String owner) {
    return find(id, kind, owner).map(Session::ice);
  }

  /** Ends all. */
  public void closeAll() {
    sessions.values().forEach(session -> session.close().run());
  }

  /** The viewers of an owner that came under a label. */
  public List<WhepSession> viewers(String label, String owner) {
    return viewers.values().stream()
        .filter(viewer -> viewer.label().equals(label) && owner.equals(ownerOf(viewer.id())))
        .toList();
  }

  /** The viewers that ended since the last call, about; each is still among those before that. */
  public List<WhepFigures> takeEndedViewers() {
    return endedViewers.take();
  }

  /** The viewers there are now. */
  public Collection<WhepSession> viewers() {
    return viewers.values();
  }

  private void endedViewer(WhepSession viewer, SessionLimits.Place place) {
    sessions.remove(viewer.id());
    endedViewers.add(viewer.figures()); // before it is gone: who looks at both misses none
    viewers.remove(viewer.id());
    place.release();
  }

  /**
   * What a publisher may send, most wanted first: in another codec than the program's it can be
   * seen in its preview, and its status says why it cannot be shown.
   */
  private static List<Codec> wanted(Codec program) {
    return program == Codec.VP8 ? List.of(Codec.VP8, Codec.H264) : List.of(Codec.H264, Codec.VP8);
  }

  private String ownerOf(String id) {
    Session session = sessions.get(id);
    return session == null ? null : session.owner();
  }

  private SentTrack track(
      SdpStream stream, SdpSending sending, Show show, PeerTransport transport, ViewerLink link) {
    if (stream == null) {
      return null;
    }
    boolean video = stream.codec().video();
    return new SentTrack(
        new SentTrack.Shape(
            stream.codec(),
            stream.payloadType(),
            video ? sending.videoSsrc() : sending.audioSsrc(),
            video ? stream.rtxPayloadType() : -1,
            sending.rtxSsrc(),
            sending.cname()),
        new RtpHeaderWriter(
            stream.transportSequenceId(), stream.captureTimeId(), stream.midId(), stream.mid()),
        show.history(stream.codec()),
        transport,
        link,
        random.nextInt(1 << 16),
        random.nextInt(1 << 16));
  }

  private Optional<Session> find(String id, Kind kind, String owner) {
    return Optional.ofNullable(sessions.get(id))
        .filter(session -> session.kind() == kind && session.owner().equals(owner));
  }

  private IceExchange exchange(TransportFactory.Opened opened, SdpNegotiated terms) {
    SdpStream first = terms.video() == null ? terms.audio() : terms.video();
    return new IceExchange(transports, opened, terms.remote(), first.mid(), ids);
  }

  private TransportFactory.Opened open(
      SdpNegotiated terms, TransportListener listener, SessionLimits.Place place)
      throws MediaRefusal {
    try {
      return transports.open(terms.remote(), listener);
    } catch (TransportFactory.TooManySessionsException e) {
      place.release();
      throw new MediaRefusal("overloaded", e.getMessage());
    }
  }

  /**
   * Parameter sets of the offer; the stream itself brings them too, so unreadable ones are left
   * out.
   */
  private static List<byte[]> parameterSets(SdpStream video) {
    if (video.parameterSets().isEmpty()) {
      return List.of();
    }
    AvcConfig sets = AvcConfig.parseSprop(video.parameterSets()).orNull();
    return sets == null ? List.of() : sets.nals();
  }

  private static SdpDescription parse(String offer) throws MediaRefusal {
    return switch (SdpParser.parse(offer)) {
      case Parse.Parsed<SdpDescription>(SdpDescription description) -> description;
      case Parse.Rejected<SdpDescription>(String reason) ->
          throw new MediaRefusal("bad_sdp", reason);
    };
  }

  private static SdpNegotiated accepted(Parse<SdpNegotiated> answer) throws MediaRefusal {
    return switch (answer) {
      case Parse.Parsed<SdpNegotiated>(SdpNegotiated terms) -> terms;
      case Parse.Rejected<SdpNegotiated>(String reason) ->
          throw reason.equals(SdpAnswers.NO_COMMON_CODEC)
              ? new MediaRefusal(SdpAnswers.NO_COMMON_CODEC, "no codec in common")
              : new MediaRefusal("bad_sdp", reason);
    };
  }

  private SdpLocal local(TransportFactory.Opened opened) {
    return new SdpLocal(
        opened.local().ufrag(),
        opened.local().password(),
        transports.fingerprint(),
        transports.candidates());
  }

  /** A fresh SSRC whose two lowest bits tell our streams apart. */
  private long ssrc() {
    return Integer.toUnsignedLong(random.nextInt()) & ~3L;
  }
}
