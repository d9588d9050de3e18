package dev.croupier.gateway.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian reads and writes in byte arrays, unsigned on reading. Any thread, no allocation. */
public final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  /** 0 to 255. */
  public static int u8(byte[] b, int at) {
    return b[at] & 0xFF;
  }

  /** 0 to 65,535. */
  public static int u16(byte[] b, int at) {
    return (short) SHORT.get(b, at) & 0xFFFF;
  }

  /** 0 to 2^24 - 1. */
  public static int u24(byte[] b, int at) {
    return u8(b, at) << 16 | u16(b, at + 1);
  }

  /** Sign-extended 24 bits. */
  public static int s24(byte[] b, int at) {
    return u24(b, at) << 8 >> 8;
  }

  /** 0 to 2^32 - 1. */
  public static long u32(byte[] b, int at) {
    return (int) INT.get(b, at) & 0xFFFF_FFFFL;
  }

  /** All 64 bits. */
  public static long u64(byte[] b, int at) {
    return (long) LONG.get(b, at);
  }

  /** Writes the low 8 bits. */
  public static void put8(byte[] b, int at, int value) {
    b[at] = (byte) value;
  }

  /** Writes the low 16 bits. */
  public static void put16(byte[] b, int at, int value) {
    SHORT.set(b, at, (short) value);
  }

  /** Writes the low 24 bits. */
  public static void put24(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 16);
    put16(b, at + 1, value);
  }

  /** Writes the low 32 bits. */
  public static void put32(byte[] b, int at, long value) {
    INT.set(b, at, (int) value);
  }

  /** Writes all 64 bits. */
  public static void put64(byte[] b, int at, long value) {
    LONG.set(b, at, value);
  }
}
