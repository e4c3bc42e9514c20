package dev.rivet.encode;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.NullMask;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.util.List;
import java.util.stream.IntStream;

/// One checksum per column over all rows of all files of an export, whatever their order: the
/// sum, modulo 2^64, of XXH3-64 (seed 0) over each value that is not NULL. The bytes of a value
/// are those that [RowHash] describes, without a frame; a list's are the number of its elements
/// and its framed elements. Not thread-safe.
public final class ColumnChecksums {
    /// Names this rendering; a change of it takes a new name.
    public static final String RENDER = "rivet-xxh3-64-sum-v1";

    private static final Hasher64 HASHER = Hashing.xxh3_64();
    private static final long FALSE = HASHER.hashBytesToLong(new byte[] {0});
    private static final long TRUE = HASHER.hashBytesToLong(new byte[] {1});

    private final RowSchema schema;
    private final long[] sums;
    private final CellBytes cells = new CellBytes();

    /// The checksum of one column; all 64 bits count.
    public record Checksum(String name, long value) {}

    public ColumnChecksums(RowSchema schema) {
        this.schema = schema;
        this.sums = new long[schema.size()];
    }

    /// Adds a batch of the schema's columns.
    public void add(RowBatch batch) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += sum(batch.columns().get(i), batch.rows());
        }
    }

    /// Adds values of one column.
    public void add(int column, ColumnVector values) {
        sums[column] += sum(values, values.length());
    }

    /// Adds what another instance of the same schema has seen.
    public void add(ColumnChecksums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    public List<Checksum> checksums() {
        return IntStream.range(0, sums.length)
                .mapToObj(i -> new Checksum(schema.column(i).name(), sums[i]))
                .toList();
    }

    private long sum(ColumnVector column, int rows) {
        return switch (column) {
            case ColumnVector.Booleans booleans -> sum(booleans, rows);
            case ColumnVector.Ints ints -> sum(ints, rows);
            case ColumnVector.Longs longs -> sum(longs, rows);
            case ColumnVector.Floats floats -> sum(floats, rows);
            case ColumnVector.Doubles doubles -> sum(doubles, rows);
            case ColumnVector.Bytes bytes -> sum(bytes, rows);
            case ColumnVector.Fixed fixed -> sum(fixed, rows);
            case ColumnVector.Lists lists -> sum(lists, rows);
        };
    }

    private static long sum(ColumnVector.Booleans column, int rows) {
        byte[] values = column.values();
        NullMask nulls = column.nulls();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!nulls.isNull(row)) {
                sum += values[row] == 0 ? FALSE : TRUE;
            }
        }
        return sum;
    }

    private static long sum(ColumnVector.Ints column, int rows) {
        int[] values = column.values();
        NullMask nulls = column.nulls();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!nulls.isNull(row)) {
                sum += HASHER.hashIntToLong(values[row]);
            }
        }
        return sum;
    }

    private static long sum(ColumnVector.Longs column, int rows) {
        long[] values = column.values();
        NullMask nulls = column.nulls();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!nulls.isNull(row)) {
                sum += HASHER.hashLongToLong(values[row]);
            }
        }
        return sum;
    }

    private static long sum(ColumnVector.Floats column, int rows) {
        float[] values = column.values();
        NullMask nulls = column.nulls();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!nulls.isNull(row)) {
                sum += HASHER.hashIntToLong(Float.floatToIntBits(values[row]));
            }
        }
        return sum;
    }

    private static long sum(ColumnVector.Doubles column, int rows) {
        double[] values = column.values();
        NullMask nulls = column.nulls();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!nulls.isNull(row)) {
                sum += HASHER.hashLongToLong(Double.doubleToLongBits(values[row]));
            }
        }
        return sum;
    }

    private static long sum(ColumnVector.Bytes column, int rows) {
        byte[] data = column.data();
        int[] offsets = column.offsets();
        NullMask nulls = column.nulls();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!nulls.isNull(row)) {
                int from = offsets[row];
                sum += HASHER.hashBytesToLong(data, from, offsets[row + 1] - from);
            }
        }
        return sum;
    }

    private static long sum(ColumnVector.Fixed column, int rows) {
        byte[] data = column.data();
        int width = column.width();
        NullMask nulls = column.nulls();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!nulls.isNull(row)) {
                sum += HASHER.hashBytesToLong(data, row * width, width);
            }
        }
        return sum;
    }

    private long sum(ColumnVector.Lists column, int rows) {
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            if (!column.nulls().isNull(row)) {
                cells.clear();
                cells.put(column, row);
                sum += HASHER.hashBytesToLong(cells.bytes(), 0, cells.length());
            }
        }
        return sum;
    }
}
