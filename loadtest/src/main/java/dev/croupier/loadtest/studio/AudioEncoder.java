package dev.croupier.loadtest.studio;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.util.function.LongUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/**
 * The {@link Tone} as Opus packets of 20 ms, over the FFmpeg library's libopus. Owned by one
 * thread.
 *
 * <p>Opus delays what it codes by a few milliseconds, which a WebRTC receiver does not take away
 * again. The tone is known ahead, so the encoder is fed that much earlier: what a decoder gives
 * first for a packet is the tone at the packet's own capture time.
 */
public final class AudioEncoder implements AutoCloseable {
  private static final String ENCODER = "libopus";

  private final AudioSettings settings;
  private final AVCodecContext context;
  private final AVFrame frame;
  private final AVPacket packet;
  private final short[] samples;
  private final int delaySamples;
  private final LongUnaryOperator tone;
  private long next;
  private long sent;
  private boolean closed;

  /**
   * Opens the encoder.
   *
   * @param firstSample position of the first packet's first sample, see {@link Tone}
   * @throws StudioException if this build of the FFmpeg library lacks libopus
   */
  public AudioEncoder(AudioSettings settings, long firstSample) {
    this(settings, firstSample, LongUnaryOperator.identity());
  }

  /**
   * The same for a camera whose clock is wrong.
   *
   * @param tone the position in the {@link Tone} at a position of the camera's samples
   */
  AudioEncoder(AudioSettings settings, long firstSample, LongUnaryOperator tone) {
    this.settings = settings;
    this.tone = tone;
    FfmpegLog.silent();
    AVCodec codec = avcodec_find_encoder_by_name(ENCODER);
    if (codec == null) {
      throw new StudioException("this build of the FFmpeg library has no encoder " + ENCODER);
    }
    context = avcodec_alloc_context3(codec);
    context.sample_rate(AudioSettings.SAMPLE_RATE);
    context.sample_fmt(AV_SAMPLE_FMT_S16);
    context.bit_rate(settings.bitrate());
    context.time_base().num(1).den(AudioSettings.SAMPLE_RATE);
    av_channel_layout_default(context.ch_layout(), settings.channels());
    option("frame_duration", "20");
    option("application", "audio");
    int opened = avcodec_open2(context, codec, (AVDictionary) null);
    if (opened < 0) {
      avcodec_free_context(context);
      throw new StudioException(ENCODER + " refuses " + settings + ": " + FfmpegLog.text(opened));
    }
    delaySamples = context.initial_padding();
    frame = av_frame_alloc();
    frame.nb_samples(AudioSettings.PACKET_SAMPLES);
    frame.format(AV_SAMPLE_FMT_S16);
    frame.sample_rate(AudioSettings.SAMPLE_RATE);
    FfmpegLog.check(
        "channel layout", av_channel_layout_copy(frame.ch_layout(), context.ch_layout()));
    FfmpegLog.check("sound buffer", av_frame_get_buffer(frame, 0));
    packet = av_packet_alloc();
    samples = new short[AudioSettings.PACKET_SAMPLES * settings.channels()];
    next = firstSample;
  }

  /** Position of the next packet's first sample. */
  public long nextSample() {
    return next;
  }

  /** Leaves out whole packets, after which the position is at or after the given one. */
  public void skipTo(long sample) {
    if (sample > next) {
      next +=
          Math.ceilDiv(sample - next, AudioSettings.PACKET_SAMPLES)
              * (long) AudioSettings.PACKET_SAMPLES;
    }
  }

  /** Codes the next 20 ms. */
  public EncodedAudio encode() {
    FfmpegLog.check("sound buffer", av_frame_make_writable(frame));
    int at = 0;
    for (int i = 0; i < AudioSettings.PACKET_SAMPLES; i++) {
      short sample = Tone.at(tone.applyAsLong(next + delaySamples + i));
      for (int channel = 0; channel < settings.channels(); channel++) {
        samples[at++] = sample;
      }
    }
    new ShortPointer(frame.data(0)).put(samples, 0, samples.length);
    frame.pts(sent);
    FfmpegLog.check("encoding sound", avcodec_send_frame(context, frame));
    FfmpegLog.check("encoding sound", avcodec_receive_packet(context, packet));
    byte[] coded = new byte[packet.size()];
    packet.data().get(coded);
    av_packet_unref(packet);
    EncodedAudio done = new EncodedAudio(Tone.microsOf(next), next, coded);
    next += AudioSettings.PACKET_SAMPLES;
    sent += AudioSettings.PACKET_SAMPLES;
    return done;
  }

  /** Frees the encoder; a second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
    }
  }

  private void option(String name, String value) {
    FfmpegLog.check(ENCODER + " option " + name, av_opt_set(context.priv_data(), name, value, 0));
  }
}
