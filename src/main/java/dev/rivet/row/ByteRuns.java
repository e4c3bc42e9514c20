package dev.rivet.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Copies values of a few bytes, of which there are many, eight bytes at a time: a call of
/// [System#arraycopy] costs more than they do.
public final class ByteRuns {
    /// Bytes behind a copy that may be overwritten too.
    public static final int SLACK = Long.BYTES;

    private static final int SHORT = 64;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private ByteRuns() {}

    /// Copies bytes from one array to another one, which ends no less than [#SLACK] bytes behind
    /// them.
    public static void copy(byte[] source, int from, byte[] target, int at, int length) {
        if (length > SHORT || source.length - from - length < SLACK) {
            System.arraycopy(source, from, target, at, length);
            return;
        }
        for (int i = 0; i < length; i += Long.BYTES) {
            LONGS.set(target, at + i, (long) LONGS.get(source, from + i));
        }
    }
}
