package dev.rivet.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Copies values of a few bytes, of which there are many, eight bytes at a time: a call of
/// [System#arraycopy] costs more than they do.
public final class ByteRuns {
    private static final int SHORT = 64;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private ByteRuns() {}

    /// Copies bytes from one array to another one, where up to seven bytes behind them may change.
    public static void copy(byte[] source, int from, byte[] target, int at, int length) {
        int rest = Math.min(source.length - from, target.length - at) - length;
        if (length > SHORT || rest < Long.BYTES) {
            System.arraycopy(source, from, target, at, length);
            return;
        }
        for (int i = 0; i < length; i += Long.BYTES) {
            LONGS.set(target, at + i, (long) LONGS.get(source, from + i));
        }
    }
}
