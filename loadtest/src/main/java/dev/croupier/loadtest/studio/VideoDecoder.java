package dev.croupier.loadtest.studio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_B;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * An H.264 decoder over the FFmpeg library: one access unit in, its picture out, for reading the
 * {@link Strip} of what arrived. One thread, no reordering. Owned by one thread; bad bytes give no
 * picture, never an exception.
 */
public final class VideoDecoder implements AutoCloseable {
  private static final byte[] START_CODE = {0, 0, 0, 1};

  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private YuvPicture picture;
  private boolean reordered;
  private boolean closed;

  /**
   * Opens the decoder.
   *
   * @throws StudioException if this build of the FFmpeg library lacks H.264
   */
  public VideoDecoder() {
    FfmpegLog.silent();
    AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    if (codec == null) {
      throw new StudioException("this build of the FFmpeg library has no H.264 decoder");
    }
    context = avcodec_alloc_context3(codec);
    context.thread_count(1);
    context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
    FfmpegLog.check("H.264 decoder", avcodec_open2(context, codec, (AVDictionary) null));
    packet = av_packet_alloc();
    frame = av_frame_alloc();
  }

  /**
   * Decodes an access unit behind start codes.
   *
   * @return the picture, the decoder's own and valid until the next call; empty if the bytes give
   *     none
   */
  public Optional<YuvPicture> decodeAnnexB(byte[] accessUnit) {
    if (accessUnit.length == 0
        || accessUnit.length > Integer.MAX_VALUE - AV_INPUT_BUFFER_PADDING_SIZE) {
      return Optional.empty();
    }
    if (av_new_packet(packet, accessUnit.length) < 0) {
      return Optional.empty();
    }
    packet.data().put(accessUnit, 0, accessUnit.length);
    int sent = avcodec_send_packet(context, packet);
    av_packet_unref(packet);
    if (sent < 0 || avcodec_receive_frame(context, frame) < 0) {
      return Optional.empty();
    }
    try {
      if (frame.format() != AV_PIX_FMT_YUV420P && frame.format() != AV_PIX_FMT_YUVJ420P) {
        return Optional.empty();
      }
      reordered |= frame.pict_type() == AV_PICTURE_TYPE_B;
      return Optional.of(copy());
    } finally {
      av_frame_unref(frame);
    }
  }

  /** Decodes an access unit whose NAL units each stand behind their length in 4 bytes. */
  public Optional<YuvPicture> decodeLengthPrefixed(byte[] accessUnit) {
    return annexB(accessUnit).flatMap(this::decodeAnnexB);
  }

  /** Whether a B picture was among what was decoded. */
  public boolean sawBFrames() {
    return reordered;
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

  /** Lengths of 4 bytes to start codes of 4 bytes; empty if a length does not fit. */
  static Optional<byte[]> annexB(byte[] lengthPrefixed) {
    byte[] out = Arrays.copyOf(lengthPrefixed, lengthPrefixed.length);
    ByteBuffer in = ByteBuffer.wrap(lengthPrefixed);
    while (in.hasRemaining()) {
      if (in.remaining() < 4) {
        return Optional.empty();
      }
      int at = in.position();
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        return Optional.empty();
      }
      System.arraycopy(START_CODE, 0, out, at, 4);
      in.position(in.position() + length);
    }
    return Optional.of(out);
  }

  private YuvPicture copy() {
    int width = frame.width() & ~1;
    int height = frame.height() & ~1;
    if (picture == null || picture.width() != width || picture.height() != height) {
      picture = YuvPicture.ofSize(width, height);
    }
    copy(picture.luma(), 0, width, height);
    copy(picture.cb(), 1, width / 2, height / 2);
    copy(picture.cr(), 2, width / 2, height / 2);
    return picture;
  }

  private void copy(byte[] plane, int index, int width, int height) {
    BytePointer data = frame.data(index);
    int stride = frame.linesize(index);
    for (int y = 0; y < height; y++) {
      data.position((long) y * stride).get(plane, y * width, width);
    }
  }
}
