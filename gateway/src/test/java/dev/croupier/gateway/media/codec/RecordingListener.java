package dev.croupier.gateway.media.codec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps everything a depacketizer says. */
final class RecordingListener implements H264FrameListener {
  final List<CodedFrame> frames = new ArrayList<>();
  final List<H264Sps> changes = new ArrayList<>();
  final List<Drop> drops = new ArrayList<>();
  final List<Long> bFrames = new ArrayList<>();

  @Override
  public void frame(CodedFrame frame) {
    frames.add(frame);
  }

  @Override
  public void parametersChanged(H264Sps sps) {
    changes.add(sps);
  }

  @Override
  public void dropped(long rtpTime, Drop reason) {
    drops.add(reason);
  }

  @Override
  public void bFrames(long rtpTime) {
    bFrames.add(rtpTime);
  }

  /** NAL units each behind its length. */
  static byte[] frame(List<byte[]> nals) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] nal : nals) {
      out.write(nal.length >> 24);
      out.write(nal.length >> 16);
      out.write(nal.length >> 8);
      out.write(nal.length);
      out.writeBytes(nal);
    }
    return out.toByteArray();
  }
}
