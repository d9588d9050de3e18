package dev.croupier.loadtest.studio;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/**
 * An Opus decoder over the FFmpeg library's libopus, as a WebRTC receiver uses one: nothing is
 * trimmed. For finding the beep in what arrived. Owned by one thread; bad bytes give no samples,
 * never an exception.
 */
public final class AudioDecoder implements AutoCloseable {
  private static final String DECODER = "libopus";
  private static final short[] NOTHING = {};

  private final int channels;
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private boolean closed;

  /**
   * Opens the decoder.
   *
   * @param channels 1 or 2
   * @throws StudioException if this build of the FFmpeg library lacks libopus
   */
  public AudioDecoder(int channels) {
    FfmpegLog.silent();
    this.channels = channels;
    AVCodec codec = avcodec_find_decoder_by_name(DECODER);
    if (codec == null) {
      throw new StudioException("this build of the FFmpeg library has no decoder " + DECODER);
    }
    context = avcodec_alloc_context3(codec);
    context.sample_rate(AudioSettings.SAMPLE_RATE);
    context.request_sample_fmt(AV_SAMPLE_FMT_S16);
    av_channel_layout_default(context.ch_layout(), channels);
    FfmpegLog.check("Opus decoder", avcodec_open2(context, codec, (AVDictionary) null));
    packet = av_packet_alloc();
    frame = av_frame_alloc();
  }

  /** Decodes a packet to interleaved samples; an empty array if the bytes give none. */
  public short[] decode(byte[] opus) {
    if (opus.length == 0 || av_new_packet(packet, opus.length) < 0) {
      return NOTHING;
    }
    packet.data().put(opus, 0, opus.length);
    int sent = avcodec_send_packet(context, packet);
    av_packet_unref(packet);
    if (sent < 0 || avcodec_receive_frame(context, frame) < 0) {
      return NOTHING;
    }
    try {
      if (frame.format() != AV_SAMPLE_FMT_S16) {
        return NOTHING;
      }
      short[] samples = new short[frame.nb_samples() * channels];
      new ShortPointer(frame.data(0)).get(samples);
      return samples;
    } finally {
      av_frame_unref(frame);
    }
  }

  /** Frees the decoder; a second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_frame_free(frame);
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }
}
