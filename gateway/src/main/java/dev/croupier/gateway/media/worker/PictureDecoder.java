package dev.croupier.gateway.media.worker;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.croupier.gateway.media.codec.Codec;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Decodes a keyframe and what came after it, and makes a JPEG of the last picture. Only in the
 * worker's own process, since native code may take its process down. One thread.
 */
final class PictureDecoder {
  /** A larger picture is refused before memory is had for it: 4096 × 2304. */
  private static final long MAX_PIXELS = 4_096L * 2_304;

  /** Of mjpeg, 1 (best) to 31: 640 × 360 is about 30 KB. */
  private static final int JPEG_QUANTIZER = 5;

  private static final int START_CODE_BYTES = 4;
  private static final DoublePointer NONE = null;

  /** FFmpeg will not have it. */
  private static final class Refused extends Exception {
    private Refused() {
      super(null, null, false, false);
    }
  }

  private PictureDecoder() {}

  /** Loads the native libraries, so that the first picture does not wait for that. */
  static void load() {
    av_log_set_level(AV_LOG_QUIET);
    decoder(Codec.H264);
    avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    sws_freeContext(
        sws_getContext(
            64, 64, AV_PIX_FMT_YUVJ420P, 64, 64, AV_PIX_FMT_YUVJ420P, SWS_AREA, null, null, NONE));
  }

  /**
   * The last picture of some frames, the first of which is a keyframe.
   *
   * @param frames H.264 with lengths before its NAL units
   * @return null where there is none, it is broken, or FFmpeg will not have it
   */
  static Picture decode(Codec codec, List<byte[]> frames) {
    try {
      return decoded(codec, frames);
    } catch (Refused _) {
      return null;
    }
  }

  private static Picture decoded(Codec codec, List<byte[]> frames) throws Refused {
    AVCodec decoder = decoder(codec);
    AVCodecContext context = avcodec_alloc_context3(decoder);
    AVPacket packet = av_packet_alloc();
    AVFrame next = av_frame_alloc();
    AVFrame last = av_frame_alloc();
    try {
      context.thread_count(1);
      context.flags(AV_CODEC_FLAG_LOW_DELAY);
      context.max_pixels(MAX_PIXELS);
      if (frames.size() > 1) {
        context.skip_frame(AVDISCARD_NONREF);
      }
      check(avcodec_open2(context, decoder, (AVDictionary) null));
      for (byte[] frame : frames) {
        byte[] coded = codec == Codec.H264 ? annexB(frame) : frame;
        if (coded == null || !feed(context, packet, coded)) {
          return null;
        }
        drain(context, next, last);
      }
      // What the decoder still holds comes out at its end.
      avcodec_send_packet(context, null);
      drain(context, next, last);
      return isWhole(last) ? picture(last) : null;
    } finally {
      av_frame_free(last);
      av_frame_free(next);
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  private static AVCodec decoder(Codec codec) {
    AVCodec found = avcodec_find_decoder(codec == Codec.VP8 ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
    if (found == null) {
      throw new IllegalStateException("this FFmpeg build does not decode " + codec);
    }
    return found;
  }

  private static boolean feed(AVCodecContext context, AVPacket packet, byte[] coded)
      throws Refused {
    check(av_new_packet(packet, coded.length));
    packet.data().put(coded);
    int code = avcodec_send_packet(context, packet);
    av_packet_unref(packet);
    return code >= 0;
  }

  private static void drain(AVCodecContext context, AVFrame next, AVFrame last) {
    while (avcodec_receive_frame(context, next) == 0) {
      av_frame_unref(last);
      av_frame_move_ref(last, next);
    }
  }

  /** Whether there is a picture, and none of it was made up for what could not be read. */
  private static boolean isWhole(AVFrame frame) {
    return frame.width() > 0
        && frame.height() > 0
        && frame.decode_error_flags() == 0
        && (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) == 0;
  }

  private static Picture picture(AVFrame decoded) throws Refused {
    int width = even(Math.min(Picture.MAX_WIDTH, decoded.width()));
    int height = even((int) ((long) decoded.height() * width / decoded.width()));
    SwsContext scaler = scaler(decoded.width(), decoded.height(), decoded.format(), width, height);
    AVFrame scaled = av_frame_alloc();
    try {
      scaled.width(width);
      scaled.height(height);
      scaled.format(AV_PIX_FMT_YUVJ420P);
      scaled.color_range(AVCOL_RANGE_JPEG);
      check(av_frame_get_buffer(scaled, 0));
      check(sws_scale_frame(scaler, scaled, decoded));
      byte[] jpeg = jpeg(scaled);
      return jpeg.length > PictureWire.MAX_JPEG_BYTES
          ? null
          : new Picture(jpeg, width, height, luma(scaled));
    } finally {
      av_frame_free(scaled);
      sws_freeContext(scaler);
    }
  }

  private static SwsContext scaler(int fromWidth, int fromHeight, int format, int width, int height)
      throws Refused {
    SwsContext scaler =
        sws_getContext(
            fromWidth,
            fromHeight,
            format,
            width,
            height,
            AV_PIX_FMT_YUVJ420P,
            SWS_AREA,
            null,
            null,
            NONE);
    if (scaler == null) {
      throw new Refused();
    }
    return scaler;
  }

  private static byte[] jpeg(AVFrame frame) throws Refused {
    AVCodec encoder = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    AVCodecContext context = avcodec_alloc_context3(encoder);
    AVPacket packet = av_packet_alloc();
    try {
      context.width(frame.width());
      context.height(frame.height());
      context.pix_fmt(AV_PIX_FMT_YUVJ420P);
      context.color_range(AVCOL_RANGE_JPEG);
      context.time_base().num(1).den(1);
      context.thread_count(1);
      context.flags(AV_CODEC_FLAG_QSCALE);
      context.global_quality(FF_QP2LAMBDA * JPEG_QUANTIZER);
      check(avcodec_open2(context, encoder, (AVDictionary) null));
      frame.quality(FF_QP2LAMBDA * JPEG_QUANTIZER);
      frame.pts(0);
      check(avcodec_send_frame(context, frame));
      check(avcodec_receive_packet(context, packet));
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      return bytes;
    } finally {
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  /** Means of the cells; in a picture that is smaller than they are many, of the nearest pixel. */
  private static int[] luma(AVFrame frame) {
    int width = frame.width();
    int height = frame.height();
    byte[] pixels = new byte[width * height];
    BytePointer plane = frame.data(0);
    for (int y = 0; y < height; y++) {
      plane.position((long) y * frame.linesize(0)).get(pixels, y * width, width);
    }
    plane.position(0);
    int[] cells = new int[Picture.CELLS];
    for (int row = 0; row < Picture.ROWS; row++) {
      int top = row * height / Picture.ROWS;
      int bottom = Math.max(top + 1, (row + 1) * height / Picture.ROWS);
      for (int column = 0; column < Picture.COLUMNS; column++) {
        int left = column * width / Picture.COLUMNS;
        int right = Math.max(left + 1, (column + 1) * width / Picture.COLUMNS);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            sum += pixels[y * width + x] & 0xFF;
          }
        }
        cells[row * Picture.COLUMNS + column] =
            (int) (sum * 256 / ((long) (bottom - top) * (right - left)));
      }
    }
    return cells;
  }

  /** The same NAL units behind start codes, which are as long as the lengths; null if malformed. */
  private static byte[] annexB(byte[] prefixed) {
    byte[] out = prefixed.clone();
    int at = 0;
    while (at < out.length) {
      if (out.length - at <= START_CODE_BYTES) {
        return null;
      }
      int length =
          (out[at] & 0xFF) << 24
              | (out[at + 1] & 0xFF) << 16
              | (out[at + 2] & 0xFF) << 8
              | (out[at + 3] & 0xFF);
      if (length <= 0 || length > out.length - at - START_CODE_BYTES) {
        return null;
      }
      out[at] = 0;
      out[at + 1] = 0;
      out[at + 2] = 0;
      out[at + 3] = 1;
      at += START_CODE_BYTES + length;
    }
    return out;
  }

  private static int even(int pixels) {
    return Math.max(2, pixels & ~1);
  }

  private static void check(int code) throws Refused {
    if (code < 0) {
      throw new Refused();
    }
  }
}
