package dev.rivet.source.mysql.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers in the protocol's byte order, at any place of an array.
public final class LittleEndian {
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle FLOATS = view(float[].class);
    private static final VarHandle DOUBLES = view(double[].class);

    private LittleEndian() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    public static int u8(byte[] in, int at) {
        return in[at] & 0xFF;
    }

    public static short i16(byte[] in, int at) {
        return (short) SHORTS.get(in, at);
    }

    static int u16(byte[] in, int at) {
        return i16(in, at) & 0xFFFF;
    }

    public static int u24(byte[] in, int at) {
        return u16(in, at) | u8(in, at + 2) << Short.SIZE;
    }

    public static int i32(byte[] in, int at) {
        return (int) INTS.get(in, at);
    }

    static long u32(byte[] in, int at) {
        return i32(in, at) & 0xFFFFFFFFL;
    }

    public static long i64(byte[] in, int at) {
        return (long) LONGS.get(in, at);
    }

    public static float f32(byte[] in, int at) {
        return (float) FLOATS.get(in, at);
    }

    public static double f64(byte[] in, int at) {
        return (double) DOUBLES.get(in, at);
    }
}
