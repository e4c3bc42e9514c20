package dev.rivet.encode.parquet;

import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.BatchLimits;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.schema.MessageType;

/// Writes a small file with a codec and reads its values back: what shows that the codec, with
/// its native library if it has one, works on this machine.
public final class CodecRoundTrip {
    public static final int ROWS = 2_000;

    private static final long BUDGET_BYTES = 1 << 20;
    private static final RowSchema SCHEMA =
            new RowSchema(
                    List.of(
                            new Column("id", "bigint", new LogicalType.Int64(), Fidelity.EXACT),
                            new Column("note", "text", new LogicalType.Text(), Fidelity.EXACT)));

    private CodecRoundTrip() {}

    /// Runs it once.
    ///
    /// @param file is written anew
    /// @throws IOException when it cannot be written, or its values are not those written
    public static void run(Compression compression, Path file) throws IOException {
        ParquetFormat format =
                new ParquetFormat(
                        new OutputFormat.Parquet(compression, new RowGroups.Default()),
                        BUDGET_BYTES);
        try (OutputStream out = Files.newOutputStream(file);
                BatchEncoder encoder = format.open(SCHEMA, out)) {
            encoder.append(rows());
            encoder.finish();
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            StoredColumns columns = StoredColumns.read(channel, fileSchema());
            columns.longs(0, (row, value) -> compare(row, id(row), value));
            columns.bytes(1, (row, value) -> compare(row, note(row), text(value)));
        }
    }

    static MessageType fileSchema() {
        return FileSchema.of(SCHEMA);
    }

    private static RowBatch rows() {
        BatchBuilder batch = new BatchBuilder(SCHEMA, new BatchLimits(ROWS, Long.MAX_VALUE));
        for (int row = 0; row < ROWS; row++) {
            ((ColumnBuilder.Longs) batch.column(0)).append(id(row));
            byte[] note = note(row).getBytes(StandardCharsets.UTF_8);
            ((ColumnBuilder.Bytes) batch.column(1)).append(note);
            batch.endRow();
        }
        return batch.build();
    }

    private static long id(int row) {
        return row * 0x9E3779B97F4A7C15L;
    }

    private static String note(int row) {
        return "grün " + row % 100;
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private static void compare(int row, Object written, Object read) throws IOException {
        if (!written.equals(read)) {
            throw new IOException(
                    "row %d was written as %s and read as %s".formatted(row, written, read));
        }
    }
}
