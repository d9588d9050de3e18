package dev.croupier.loadtest.studio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * An H.264 encoder over the FFmpeg library's openh264: every picture in gives one access unit out,
 * at once. One thread, one slice, no B-frames, SPS and PPS before each IDR, closed GOPs counted
 * from the last IDR whatever caused it.
 *
 * <p>{@link #requestKeyframe} and {@link #gop} may be called by any thread, everything else by the
 * owner only.
 */
public final class VideoEncoder implements AutoCloseable {
  private static final String ENCODER = "libopenh264";

  private final VideoSettings settings;
  private final AVCodecContext context;
  private final AVFrame frame;
  private final AVPacket packet;
  private final AtomicBoolean keyframeWanted = new AtomicBoolean();
  private volatile int gopFrames;
  private long pictures;
  private long lastKeyframe;
  private boolean closed;

  /**
   * Opens the encoder.
   *
   * @throws StudioException if this build of the FFmpeg library lacks openh264 or refuses the
   *     settings
   */
  public VideoEncoder(VideoSettings settings) {
    this.settings = settings;
    this.gopFrames = settings.gopFrames();
    FfmpegLog.silent();
    AVCodec codec = avcodec_find_encoder_by_name(ENCODER);
    if (codec == null) {
      throw new StudioException("this build of the FFmpeg library has no encoder " + ENCODER);
    }
    context = avcodec_alloc_context3(codec);
    context.width(settings.width()).height(settings.height());
    context.pix_fmt(AV_PIX_FMT_YUV420P);
    context.time_base().num(1).den(settings.fps());
    context.framerate().num(settings.fps()).den(1);
    context.bit_rate(settings.bitrate());
    context.rc_max_rate(settings.bitrate() + settings.bitrate() / 2);
    // Keyframes are counted here, so that a requested one starts a whole new GOP.
    context.gop_size(Integer.MAX_VALUE);
    context.max_b_frames(0);
    context.thread_count(1);
    context.slices(1);
    context.profile(settings.profile().number());
    context.color_range(AVCOL_RANGE_MPEG);
    context.colorspace(AVCOL_SPC_BT709);
    context.color_primaries(AVCOL_PRI_BT709);
    context.color_trc(AVCOL_TRC_BT709);
    option("profile", settings.profile().option());
    option("rc_mode", "bitrate");
    option("allow_skip_frames", "0");
    int opened = avcodec_open2(context, codec, (AVDictionary) null);
    if (opened < 0) {
      avcodec_free_context(context);
      throw new StudioException(ENCODER + " refuses " + settings + ": " + FfmpegLog.text(opened));
    }
    frame = av_frame_alloc();
    frame.width(settings.width()).height(settings.height()).format(AV_PIX_FMT_YUV420P);
    FfmpegLog.check("picture buffer", av_frame_get_buffer(frame, 0));
    packet = av_packet_alloc();
  }

  /** Makes the next picture an IDR. Several calls before it make one. Any thread. */
  public void requestKeyframe() {
    keyframeWanted.set(true);
  }

  /**
   * Changes the GOP, counted from the last keyframe. Any thread.
   *
   * @param frames from one keyframe to the next; 0: on request only
   */
  public void gop(int frames) {
    gopFrames = frames;
  }

  /**
   * Codes one picture.
   *
   * @param picture of the settings' size; not kept
   * @param captureMicros goes with the coded frame as it is
   */
  public EncodedFrame encode(YuvPicture picture, long captureMicros) {
    if (picture.width() != settings.width() || picture.height() != settings.height()) {
      throw new IllegalArgumentException("picture is not of the encoder's size");
    }
    FfmpegLog.check("picture buffer", av_frame_make_writable(frame));
    copy(picture.luma(), 0, settings.width(), settings.height());
    copy(picture.cb(), 1, settings.width() / 2, settings.height() / 2);
    copy(picture.cr(), 2, settings.width() / 2, settings.height() / 2);
    boolean wanted = keyframeWanted.getAndSet(false);
    int gop = gopFrames;
    boolean due = gop > 0 && pictures - lastKeyframe >= gop;
    frame.pict_type(wanted || due || pictures == 0 ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    frame.pts(pictures);
    FfmpegLog.check("encoding", avcodec_send_frame(context, frame));
    FfmpegLog.check("encoding", avcodec_receive_packet(context, packet));
    byte[] annexB = new byte[packet.size()];
    packet.data().get(annexB);
    boolean keyframe = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    av_packet_unref(packet);
    if (keyframe) {
      lastKeyframe = pictures;
    }
    pictures++;
    return new EncodedFrame(keyframe, captureMicros, annexB);
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

  private void copy(byte[] plane, int index, int width, int height) {
    BytePointer data = frame.data(index);
    int stride = frame.linesize(index);
    if (stride == width) {
      data.put(plane, 0, width * height);
      return;
    }
    for (int y = 0; y < height; y++) {
      data.position((long) y * stride).put(plane, y * width, width);
    }
  }

  private void option(String name, String value) {
    FfmpegLog.check(ENCODER + " option " + name, av_opt_set(context.priv_data(), name, value, 0));
  }
}
