package dev.croupier.loadtest.studio;

import java.util.function.LongUnaryOperator;

/** Codes pictures and sound in this process and hands both to a {@link FrameSink}. */
final class EncodingRecorder implements Recorder {
  private final FrameSink sink;
  private final VideoEncoder video;
  private final AudioEncoder audio;

  /**
   * Opens the encoders.
   *
   * @param tone the position in the {@link Tone} at a position of the camera's samples
   * @param nowMicros what the camera's clock says
   * @throws StudioException if an encoder is missing
   */
  EncodingRecorder(
      CameraSettings settings, LongUnaryOperator tone, long nowMicros, FrameSink sink) {
    this.sink = sink;
    this.video = new VideoEncoder(settings.video());
    this.audio = settings.audio().map(a -> openAudio(a, tone, nowMicros)).orElse(null);
  }

  private AudioEncoder openAudio(AudioSettings settings, LongUnaryOperator tone, long nowMicros) {
    try {
      // On the grid of whole packets, so that cameras of one studio cut sound at the same places.
      long packets = Math.ceilDiv(Tone.sampleAt(nowMicros), AudioSettings.PACKET_SAMPLES);
      return new AudioEncoder(settings, packets * AudioSettings.PACKET_SAMPLES, tone);
    } catch (StudioException e) {
      video.close();
      throw e;
    }
  }

  @Override
  public void picture(YuvPicture picture, long captureMicros) {
    sink.onVideo(video.encode(picture, captureMicros));
  }

  @Override
  public boolean hasSound() {
    return audio != null;
  }

  @Override
  public long nextSample() {
    return audio.nextSample();
  }

  @Override
  public void skipTo(long sample) {
    audio.skipTo(sample);
  }

  @Override
  public void sound() {
    sink.onAudio(audio.encode());
  }

  @Override
  public void requestKeyframe() {
    video.requestKeyframe();
  }

  @Override
  public void gop(int frames) {
    video.gop(frames);
  }

  @Override
  public void close() {
    video.close();
    if (audio != null) {
      audio.close();
    }
  }
}
