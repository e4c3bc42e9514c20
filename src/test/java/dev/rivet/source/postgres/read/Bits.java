package dev.rivet.source.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// The rows of batches as bits, so that two reads can be compared exactly: `NaN`, negative zero
/// and all. What stands in the place of a NULL does not count.
public final class Bits {
    private Bits() {}

    /// One buffer for each row, over all batches.
    public static List<ByteBuffer> rows(List<RowBatch> batches) {
        List<ByteBuffer> rows = new ArrayList<>();
        for (RowBatch batch : batches) {
            batch.columns().forEach(vector -> check(vector, batch.rows()));
            for (int row = 0; row < batch.rows(); row++) {
                rows.add(row(batch, row));
            }
        }
        return rows;
    }

    /// What a vector promises besides its values.
    private static void check(ColumnVector vector, int rows) {
        assertThat(vector.length()).isEqualTo(rows);
        long nulls = IntStream.range(0, rows).filter(vector.nulls()::isNull).count();
        assertThat((long) vector.nulls().nullCount()).isEqualTo(nulls);
        if (vector instanceof ColumnVector.Bytes bytes) {
            checkOffsets(vector, bytes.offsets());
        } else if (vector instanceof ColumnVector.Lists lists) {
            checkOffsets(vector, lists.offsets());
            check(lists.elements(), lists.offsets()[rows]);
        }
    }

    private static void checkOffsets(ColumnVector vector, int[] offsets) {
        for (int i = 0; i < vector.length(); i++) {
            if (offsets[i] > offsets[i + 1]
                    || (vector.nulls().isNull(i) && offsets[i] != offsets[i + 1])) {
                throw new AssertionError("offsets of value " + i);
            }
        }
    }

    private static ByteBuffer row(RowBatch batch, int row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (ColumnVector vector : batch.columns()) {
                value(out, vector, row);
            }
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void value(DataOutputStream out, ColumnVector vector, int i) throws IOException {
        out.writeBoolean(vector.nulls().isNull(i));
        if (vector.nulls().isNull(i)) {
            return;
        }
        switch (vector) {
            case ColumnVector.Booleans some -> out.writeByte(some.values()[i]);
            case ColumnVector.Ints some -> out.writeInt(some.values()[i]);
            case ColumnVector.Longs some -> out.writeLong(some.values()[i]);
            case ColumnVector.Floats some ->
                    out.writeInt(Float.floatToRawIntBits(some.values()[i]));
            case ColumnVector.Doubles some ->
                    out.writeLong(Double.doubleToRawLongBits(some.values()[i]));
            case ColumnVector.Bytes some -> {
                int length = some.offsets()[i + 1] - some.offsets()[i];
                out.writeInt(length);
                out.write(some.data(), some.offsets()[i], length);
            }
            case ColumnVector.Fixed some -> out.write(some.data(), i * some.width(), some.width());
            case ColumnVector.Lists some -> {
                out.writeInt(some.offsets()[i + 1] - some.offsets()[i]);
                for (int at = some.offsets()[i]; at < some.offsets()[i + 1]; at++) {
                    value(out, some.elements(), at);
                }
            }
        }
    }

    /// Fails on the first row that differs.
    public static void assertSame(List<ByteBuffer> rows, List<ByteBuffer> expected) {
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).equals(expected.get(i))) {
                throw new AssertionError(
                        String.format(
                                Locale.ROOT,
                                "row %d is %s instead of %s",
                                i,
                                shown(rows.get(i)),
                                shown(expected.get(i))));
            }
        }
    }

    private static String shown(ByteBuffer row) {
        byte[] start = new byte[Math.min(row.remaining(), 2_000)];
        row.duplicate().get(start);
        return java.util.HexFormat.of().formatHex(start);
    }
}
