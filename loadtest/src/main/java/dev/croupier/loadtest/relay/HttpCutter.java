package dev.croupier.loadtest.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Follows one direction of an HTTP/1.1 connection (RFC 9112) and cuts it into heads and bodies. A
 * body passes as it comes, or is collected if its taker wants to change it. What cannot be followed
 * passes untouched from there on: no bytes can make it throw or hold more than its limits. One
 * thread.
 */
final class HttpCutter {
  /** Who takes what was cut. */
  interface Taker {
    /**
     * A head; its bytes are the taker's to pass on.
     *
     * @param head empty for what is not HTTP/1.x
     */
    Plan head(byte[] bytes, Optional<HttpHead> head);

    /** Bytes that go on as they are, with their ownership. */
    void pass(ByteBuf bytes);

    /** The whole body that was to be collected, chunks put together. */
    void collected(byte[] body);

    /** A body that was to be collected is too large or cannot be read: the connection must end. */
    void broken();
  }

  /** What becomes of a body. */
  record Plan(HttpBody body, boolean collect) {}

  private enum State {
    HEAD,
    LENGTH,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSE,
    RAW
  }

  /** A body that is collected has at most so many bytes, 64 KiB. */
  static final int MAX_COLLECTED_BYTES = 64 * 1_024;

  private static final int MAX_HEAD_BYTES = 64 * 1_024;
  private static final int MAX_LINE_BYTES = 4_096;

  /** Fifteen hexadecimal digits fit a long. */
  private static final String SIZE = "[0-9A-Fa-f]{1,15}";

  private final Taker taker;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private State state = State.HEAD;
  private boolean collect;
  private long left;

  /** Newlines in a row at the end of the head, spaces left out. */
  private int newlines;

  HttpCutter(Taker taker) {
    this.taker = taker;
  }

  /** From here on all passes as it comes. */
  void passAll() {
    if (state == State.HEAD && line.size() > 0) {
      passLine();
    }
    state = State.RAW;
    collect = false;
  }

  /** Takes over the next bytes of the stream. */
  void feed(ByteBuf in) {
    try {
      while (in.isReadable()) {
        if (state == State.HEAD) {
          head(in);
        } else {
          body(in);
        }
      }
    } finally {
      in.release();
    }
  }

  /** The stream has ended. */
  void end() {
    if (state == State.HEAD && line.size() > 0) {
      passLine();
    } else if (state == State.UNTIL_CLOSE && collect) {
      finish();
    }
  }

  private void head(ByteBuf in) {
    byte next = in.readByte();
    line.write(next);
    if (next == '\n') {
      newlines++;
    } else if (next != '\r') {
      newlines = 0;
    }
    boolean blank = newlines > 0 && line.size() <= 2;
    if (newlines >= 2 && !blank) {
      byte[] bytes = line.toByteArray();
      line.reset();
      newlines = 0;
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      begin(taker.head(bytes, HttpHead.parse(text)));
    } else if (blank) {
      // An empty line before a head (RFC 9112 §2.2) is nothing to look at.
      newlines = 0;
      passLine();
    } else if (line.size() >= MAX_HEAD_BYTES) {
      byte[] bytes = line.toByteArray();
      line.reset();
      begin(taker.head(bytes, Optional.empty()));
    }
  }

  private void begin(Plan plan) {
    if (state == State.RAW) {
      return; // the taker said so meanwhile
    }
    collect = plan.collect();
    left = plan.body().length();
    state =
        switch (plan.body().kind()) {
          case LENGTH -> State.LENGTH;
          case CHUNKED -> State.CHUNK_SIZE;
          case UNTIL_CLOSE -> State.UNTIL_CLOSE;
          case RAW -> State.RAW;
        };
    if (state == State.LENGTH && left == 0) {
      finish();
    }
  }

  /** Runs over what belongs to one body; in passing it goes on in one piece. */
  private void body(ByteBuf in) {
    int from = in.readerIndex();
    boolean passing = !collect;
    boolean ended = false;
    while (in.isReadable() && !ended && state != State.RAW) {
      ended = step(in);
    }
    if (state == State.RAW) {
      in.readerIndex(in.writerIndex());
    }
    if (passing && in.readerIndex() > from) {
      taker.pass(in.retainedSlice(from, in.readerIndex() - from));
    }
    if (ended) {
      finish();
    }
  }

  /** One step in a body; true at its end. */
  private boolean step(ByteBuf in) {
    switch (state) {
      case LENGTH -> {
        take(in);
        return left == 0;
      }
      case CHUNK_DATA -> {
        take(in);
        if (left == 0 && state == State.CHUNK_DATA) {
          state = State.CHUNK_END;
        }
      }
      case UNTIL_CLOSE -> {
        left = in.readableBytes();
        take(in);
      }
      case CHUNK_SIZE, CHUNK_END, TRAILER -> {
        return line(in);
      }
      case HEAD, RAW -> throw new IllegalStateException(state.name());
    }
    return false;
  }

  private void take(ByteBuf in) {
    int count = (int) Math.min(left, in.readableBytes());
    left -= count;
    if (!collect) {
      in.skipBytes(count);
    } else if (body.size() + count > MAX_COLLECTED_BYTES) {
      lost();
    } else {
      byte[] bytes = new byte[count];
      in.readBytes(bytes);
      body.writeBytes(bytes);
    }
  }

  /** A byte of a line of the chunked coding (RFC 9112 §7.1); true at the body's end. */
  private boolean line(ByteBuf in) {
    byte next = in.readByte();
    if (next != '\n') {
      line.write(next);
      if (line.size() > MAX_LINE_BYTES) {
        line.reset();
        lost();
      }
      return false;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1).strip();
    line.reset();
    switch (state) {
      case CHUNK_SIZE -> {
        String size = text.split(";", 2)[0].strip();
        if (!size.matches(SIZE)) {
          lost();
          return false;
        }
        left = Long.parseLong(size, 16);
        state = left == 0 ? State.TRAILER : State.CHUNK_DATA;
      }
      case CHUNK_END -> {
        if (text.isEmpty()) {
          state = State.CHUNK_SIZE;
        } else {
          lost();
        }
      }
      default -> {
        return text.isEmpty();
      }
    }
    return false;
  }

  private void finish() {
    boolean whole = collect;
    state = State.HEAD;
    collect = false;
    if (whole) {
      byte[] bytes = body.toByteArray();
      body.reset();
      taker.collected(bytes);
    }
  }

  /** The framing is not what it should be. */
  private void lost() {
    boolean whole = collect;
    state = State.RAW;
    collect = false;
    body.reset();
    if (whole) {
      taker.broken();
    }
  }

  private void passLine() {
    byte[] bytes = line.toByteArray();
    line.reset();
    taker.pass(Unpooled.wrappedBuffer(bytes));
  }
}
