package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Joins;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.Viewer;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.ArrayList;
import java.util.List;

/** A table's program whose pictures a test makes: each one packet that begins with its number. */
public final class SimShow implements Show {
  private final ProgramClock clock;
  private final PacketHistory history = new PacketHistory(64);
  private final Joins joins = new Joins();
  private final List<Viewer> viewers = new ArrayList<>();
  private int requests;
  private int made;

  /** One that begins at a moment. */
  public SimShow(long epochMicros) {
    clock = new ProgramClock("program", epochMicros, 0, 0);
  }

  /** Sends the next picture to all viewers. */
  public void picture(boolean keyframe) {
    long capture = clock.epochMicros() + made * 33_333L;
    byte[][] payloads = {{(byte) made, 1, 2, 3}};
    byte[] data = {0, 0, 0, 1, (byte) (keyframe ? 0x65 : 0x41)};
    ProgramFrame frame =
        new ProgramFrame(
            Codec.H264,
            keyframe,
            capture,
            clock.at(Codec.H264, capture),
            made,
            payloads,
            data,
            "cam-a");
    made++;
    history.add(frame);
    joins.sent(frame, capture);
    List.copyOf(viewers).forEach(viewer -> viewer.onFrame(frame));
  }

  /** Who watches. */
  public List<Viewer> viewers() {
    return viewers;
  }

  /** How often a keyframe was asked for. */
  int requests() {
    return requests;
  }

  @Override
  public String name() {
    return "roulette-1";
  }

  @Override
  public Codec codec() {
    return Codec.H264;
  }

  @Override
  public ProgramClock clock() {
    return clock;
  }

  @Override
  public PacketHistory history(Codec codec) {
    return history;
  }

  @Override
  public Joins joins() {
    return joins;
  }

  @Override
  public void requestKeyframe() {
    requests++;
  }

  @Override
  public void add(Viewer viewer) {
    viewers.add(viewer);
  }

  @Override
  public void remove(Viewer viewer) {
    viewers.remove(viewer);
  }
}
