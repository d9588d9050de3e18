package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.ingest.FrameListener;
import java.util.function.Consumer;

/** Passes frames of a publish on; a refusal also ends its session. The session's event loop. */
record EndingFrames(FrameListener target, Consumer<String> end) implements FrameListener {
  @Override
  public void packet(long arrivalMicros) {
    target.packet(arrivalMicros);
  }

  @Override
  public void frame(CodedFrame frame, long captureMicros) {
    target.frame(frame, captureMicros);
  }

  @Override
  public void part(FramePart part, long captureMicros) {
    target.part(part, captureMicros);
  }

  @Override
  public boolean cutsThrough() {
    return target.cutsThrough();
  }

  @Override
  public void unfinished() {
    target.unfinished();
  }

  @Override
  public void broken() {
    target.broken();
  }

  @Override
  public void parameters(int width, int height, String profile) {
    target.parameters(width, height, profile);
  }

  @Override
  public void refused(String reason) {
    target.refused(reason);
    end.accept(reason);
  }
}
