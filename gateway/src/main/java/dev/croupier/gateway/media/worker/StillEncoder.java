package dev.croupier.gateway.media.worker;

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
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import dev.croupier.gateway.media.codec.Codec;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Encodes one still picture as a loop of frames: a keyframe, then frames of skipped macroblocks.
 * Only in the worker's own process, since native code may take its process down.
 */
final class StillEncoder {
  /** An encoded frame; H.264's NAL units are behind start codes (ITU-T H.264 annex B). */
  record Encoded(boolean keyframe, byte[] bytes) {}

  /** H.264's rate for the first picture's quality, bits a second. */
  private static final int H264_BITRATE = 400_000;

  /** Enough for each picture at its quantizer, so that none is left out. */
  private static final int VP8_BITRATE = 4_000_000;

  /** Of libvpx, 0 to 63: a drawn picture with letters, still clear. */
  private static final int VP8_QUANTIZER = 20;

  private StillEncoder() {}

  /**
   * Encodes.
   *
   * @param format H264 or VP8
   * @param gop frames from keyframe to keyframe
   * @param gops how many of them; two, so that neighbouring IDR pictures differ in {@code
   *     idr_pic_id} when looped
   * @throws IllegalStateException if the FFmpeg library refuses
   */
  static List<Encoded> encode(Codec format, BufferedImage picture, int fps, int gop, int gops) {
    // The encoder's warnings are about rate control, which a still picture does not need.
    av_log_set_level(AV_LOG_ERROR);
    String name = format == Codec.VP8 ? "libvpx" : "libopenh264";
    AVCodec codec = avcodec_find_encoder_by_name(name);
    if (codec == null) {
      throw new IllegalStateException("this FFmpeg build has no " + name);
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    AVFrame frame = av_frame_alloc();
    AVPacket packet = av_packet_alloc();
    try {
      context.width(picture.getWidth());
      context.height(picture.getHeight());
      context.pix_fmt(AV_PIX_FMT_YUV420P);
      context.time_base().num(1).den(fps);
      context.framerate().num(fps).den(1);
      context.gop_size(gop);
      context.max_b_frames(0);
      context.thread_count(1);
      if (format == Codec.VP8) {
        configureVp8(context, gop);
      } else {
        configureH264(context);
      }
      check(avcodec_open2(context, codec, (AVDictionary) null), "open");
      frame.width(picture.getWidth());
      frame.height(picture.getHeight());
      frame.format(AV_PIX_FMT_YUV420P);
      check(av_frame_get_buffer(frame, 0), "buffer");
      fill(frame, picture);
      List<Encoded> out = new ArrayList<>();
      for (int i = 0; i < gop * gops; i++) {
        frame.pts(i);
        check(avcodec_send_frame(context, frame), "send");
        drain(context, packet, out);
      }
      check(avcodec_send_frame(context, null), "flush");
      drain(context, packet, out);
      return out;
    } finally {
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
    }
  }

  private static void configureH264(AVCodecContext context) {
    context.bit_rate(H264_BITRATE);
    av_opt_set(context.priv_data(), "profile", "constrained_baseline", 0);
    av_opt_set(context.priv_data(), "slice_mode", "fixed", 0);
  }

  /** One frame in, one out: nothing is looked ahead at, and no frame is one that is not shown. */
  private static void configureVp8(AVCodecContext context, int gop) {
    context.keyint_min(gop);
    context.bit_rate(VP8_BITRATE);
    context.qmin(VP8_QUANTIZER);
    context.qmax(VP8_QUANTIZER);
    av_opt_set(context.priv_data(), "deadline", "good", 0);
    av_opt_set(context.priv_data(), "lag-in-frames", "0", 0);
    av_opt_set(context.priv_data(), "auto-alt-ref", "0", 0);
    av_opt_set(context.priv_data(), "static-thresh", "1000", 0);
  }

  private static void drain(AVCodecContext context, AVPacket packet, List<Encoded> out) {
    while (avcodec_receive_packet(context, packet) == 0) {
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      out.add(new Encoded((packet.flags() & AV_PKT_FLAG_KEY) != 0, bytes));
      av_packet_unref(packet);
    }
  }

  /** BT.601, limited range. */
  private static void fill(AVFrame frame, BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] rgb = picture.getRGB(0, 0, width, height, null, 0, width);
    byte[] luma = new byte[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int p = rgb[y * width + x];
        luma[x] = (byte) (((66 * red(p) + 129 * green(p) + 25 * blue(p) + 128) >> 8) + 16);
      }
      put(frame, 0, y, luma, width);
    }
    byte[] u = new byte[width / 2];
    byte[] v = new byte[width / 2];
    for (int y = 0; y < height / 2; y++) {
      for (int x = 0; x < width / 2; x++) {
        int p = rgb[2 * y * width + 2 * x];
        u[x] = (byte) (((-38 * red(p) - 74 * green(p) + 112 * blue(p) + 128) >> 8) + 128);
        v[x] = (byte) (((112 * red(p) - 94 * green(p) - 18 * blue(p) + 128) >> 8) + 128);
      }
      put(frame, 1, y, u, width / 2);
      put(frame, 2, y, v, width / 2);
    }
  }

  private static void put(AVFrame frame, int plane, int row, byte[] bytes, int length) {
    BytePointer data = frame.data(plane);
    data.position((long) row * frame.linesize(plane)).put(bytes, 0, length);
    data.position(0);
  }

  private static int red(int p) {
    return (p >> 16) & 0xFF;
  }

  private static int green(int p) {
    return (p >> 8) & 0xFF;
  }

  private static int blue(int p) {
    return p & 0xFF;
  }

  private static void check(int code, String what) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg refused to " + what + ": " + code);
    }
  }
}
