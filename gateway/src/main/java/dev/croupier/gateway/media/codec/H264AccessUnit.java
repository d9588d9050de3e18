package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.codec.H264FrameListener.Drop;
import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.rtp.Parse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The access unit an {@link H264Depacketizer} is collecting: NAL units in one growing buffer, each
 * behind its length, without parameter sets, delimiters and filler. Knows the signal's parameter
 * sets and puts them in front of each IDR. Reused for all frames of a signal; one thread.
 */
final class H264AccessUnit {
  private static final int INITIAL_BYTES = 64 << 10;

  /** With fewer bytes no part of a frame is full. */
  private static final int LEAST_BYTES = (FramePart.PIECES - 1) * FramePart.MAX_PAYLOAD;

  private final H264FrameListener listener;
  private final int maxBytes;
  private final H264ParameterSets sets = new H264ParameterSets();
  private final H264Slice slice = new H264Slice();
  private final List<byte[]> changedSets = new ArrayList<>();
  private final H264Cutter cutter = new H264Cutter();
  private byte[] data = new byte[INITIAL_BYTES];
  private int size;
  private int nalAt;
  private boolean inNal;
  private Drop broken;
  private long rtpTime;
  private boolean startUncertain;
  private boolean anySlice;
  private boolean idr;
  private int idrPps;
  private boolean bidirectional;
  private boolean setsInBand;
  private boolean lastIdrHadSets;
  private byte[] announcedSps;
  private boolean cutThrough;
  private boolean sliceRead;
  private boolean reference;
  private List<byte[]> givenFront;

  H264AccessUnit(H264FrameListener listener, int maxBytes) {
    this.listener = listener;
    this.maxBytes = maxBytes;
  }

  void cutThrough() {
    cutThrough = true;
  }

  void outOfBand(byte[] nal) {
    if (nal.length > 1 && (H264.type(nal[0]) == H264.SPS || H264.type(nal[0]) == H264.PPS)) {
      sets.put(nal);
    }
  }

  /**
   * A new frame.
   *
   * @param uncertain packets are missing just before it: whether it is whole shows its first slice
   */
  void begin(long time, boolean uncertain) {
    rtpTime = time;
    startUncertain = uncertain;
    size = 0;
    inNal = false;
    broken = null;
    anySlice = false;
    idr = false;
    bidirectional = false;
    setsInBand = false;
    changedSets.clear();
    givenFront = null;
  }

  /** The frame will be dropped; the first reason stays. */
  void breakWith(Drop reason) {
    if (broken == null) {
      broken = reason;
    }
  }

  void nal(byte[] b, int offset, int length) {
    beginNal(b[offset]);
    append(b, offset + 1, length - 1);
    endNal();
  }

  void beginNal(byte header) {
    if (inNal) {
      breakWith(Drop.HOLE);
    }
    if (broken != null) {
      return;
    }
    if (!reserve(H264.LENGTH_BYTES + 1)) {
      return;
    }
    inNal = true;
    sliceRead = false;
    nalAt = size;
    size += H264.LENGTH_BYTES;
    data[size++] = header;
  }

  void append(byte[] b, int offset, int length) {
    if (!inNal) {
      breakWith(Drop.HOLE);
    }
    if (broken == null && reserve(length)) {
      System.arraycopy(b, offset, data, size, length);
      size += length;
    }
  }

  void endNal() {
    if (broken != null) {
      return;
    }
    inNal = false;
    int at = nalAt + H264.LENGTH_BYTES;
    int length = size - at;
    int type = H264.type(data[at]);
    switch (type) {
      case H264.SLICE, H264.IDR -> readSlice(type, at, length);
      case H264.SPS, H264.PPS -> {
        takeParameterSet(Arrays.copyOfRange(data, at, size));
        size = nalAt;
      }
      case H264.SEI -> {
        if (length < 2) {
          size = nalAt;
        }
      }
      default -> {
        // Delimiters and filler, and what only scalable, multiview or auxiliary decoders read.
        size = nalAt;
        if (type >= H264.PARTITION_A && type <= H264.PARTITION_C) {
          breakWith(Drop.UNSUPPORTED);
        } else if (type == 0 || type >= H264.STAP_A) {
          breakWith(Drop.MALFORMED);
        }
      }
    }
    if (broken == null) {
      Bytes.put32(data, nalAt, size == nalAt ? 0 : length);
    }
  }

  /** More of the frame follows: what is certain of a large one is handed out. */
  void more() {
    if (!cutThrough || size < LEAST_BYTES) {
      return;
    }
    int at = nalAt + H264.LENGTH_BYTES;
    if (broken == null && inNal && size - at > FramePart.MAX_PAYLOAD) {
      int type = H264.type(data[at]);
      if (H264.isSlice(type)) {
        readSlice(type, at, size - at);
      }
    }
    if (broken != null || !anySlice || bidirectional || (givenFront == null && !beginParts())) {
      return;
    }
    cutter.advance(data, size, inNal ? nalAt : size);
    for (int from = cutter.given(); ; from = cutter.given()) {
      byte[][] pieces = cutter.take();
      if (pieces == null) {
        return;
      }
      listener.part(new FramePart(Codec.H264, rtpTime, idr, reference, from, pieces));
    }
  }

  /** What goes before the frame is settled with its first part; false: nothing of it may go. */
  private boolean beginParts() {
    List<byte[]> front = front();
    if (idr && (front.isEmpty() || setsMayBeMissing())) {
      return false;
    }
    givenFront = List.copyOf(front);
    if (idr) {
      announce(front.getFirst());
    }
    cutter.begin(assemble(front, 0));
    return true;
  }

  /** The frame has ended: hand it on or say why not. */
  void finish() {
    if (inNal) {
      breakWith(Drop.HOLE);
    }
    if (broken == null && idr && setsMayBeMissing()) {
      breakWith(Drop.HOLE);
    }
    List<byte[]> front = front();
    if (broken == null && idr && front.isEmpty()) {
      breakWith(Drop.NO_PARAMETER_SETS);
    }
    if (broken != null) {
      listener.dropped(rtpTime, broken);
      return;
    }
    if (!anySlice) {
      return;
    }
    if (idr) {
      lastIdrHadSets = setsInBand;
      announce(front.getFirst());
    }
    if (bidirectional) {
      listener.bFrames(rtpTime);
    }
    listener.frame(new CodedFrame(Codec.H264, rtpTime, idr, assemble(front, size)));
  }

  private List<byte[]> front() {
    return givenFront != null ? givenFront : idr ? sets.setsFor(idrPps) : changedSets;
  }

  /** Its parameter sets were probably what is missing, and they may have been new ones. */
  private boolean setsMayBeMissing() {
    return startUncertain && lastIdrHadSets && !setsInBand;
  }

  private void readSlice(int type, int at, int length) {
    if (sliceRead) {
      return;
    }
    sliceRead = true;
    if (length < 2 || !slice.read(data, at, length)) {
      breakWith(Drop.MALFORMED);
      return;
    }
    if (!anySlice && startUncertain && !slice.first()) {
      breakWith(Drop.HOLE);
      return;
    }
    anySlice = true;
    reference = (data[at] & 0x60) != 0;
    bidirectional |= slice.bidirectional();
    if (type == H264.IDR && !idr) {
      if (givenFront != null) {
        // No picture has slices of both kinds (H.264 section 7.4.1.2.4).
        breakWith(Drop.MALFORMED);
        return;
      }
      idr = true;
      idrPps = slice.ppsId();
    }
  }

  private void takeParameterSet(byte[] nal) {
    switch (sets.put(nal)) {
      case Parse.Rejected<Boolean> _ -> breakWith(Drop.BAD_PARAMETER_SET);
      case Parse.Parsed<Boolean>(Boolean changed) -> {
        setsInBand |= H264.type(nal[0]) == H264.SPS;
        if (changed && givenFront != null) {
          // None may stand behind a picture's first slice (H.264 section 7.4.1.2.3).
          breakWith(Drop.BAD_PARAMETER_SET);
        } else if (changed) {
          changedSets.add(H264ParameterSets.normalised(nal));
        }
      }
    }
  }

  private void announce(byte[] sps) {
    if (!Arrays.equals(sps, announcedSps)) {
      announcedSps = sps;
      listener.parametersChanged(sets.spsFor(idrPps));
    }
  }

  /** These NAL units, and the first bytes of what was collected. */
  private byte[] assemble(List<byte[]> front, int bytes) {
    int total = bytes;
    for (byte[] nal : front) {
      total += H264.LENGTH_BYTES + nal.length;
    }
    byte[] frame = new byte[total];
    int at = 0;
    for (byte[] nal : front) {
      Bytes.put32(frame, at, nal.length);
      System.arraycopy(nal, 0, frame, at + H264.LENGTH_BYTES, nal.length);
      at += H264.LENGTH_BYTES + nal.length;
    }
    System.arraycopy(data, 0, frame, at, bytes);
    return frame;
  }

  private boolean reserve(int more) {
    if (size + more > maxBytes) {
      breakWith(Drop.TOO_LARGE);
      return false;
    }
    if (size + more > data.length) {
      data = Arrays.copyOf(data, Math.min(maxBytes, Math.max(size + more, 2 * data.length)));
    }
    return true;
  }
}
