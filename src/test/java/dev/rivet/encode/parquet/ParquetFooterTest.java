package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.FileBeingWritten;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are not whole are told from those that are.
class ParquetFooterTest {
    private static final RowSchema SCHEMA =
            Rows.schema(new LogicalType.Int64(), new LogicalType.Text());
    private static final ParquetFormat FORMAT =
            new ParquetFormat(
                    new OutputFormat.Parquet(
                            new Compression(Compression.Codec.ZSTD, 3),
                            new RowGroups.FixedRows(400),
                            ParquetEncoding.COMPATIBLE),
                    64 << 20,
                    StageProfile.off());

    @TempDir Path folder;
    private byte[] whole = new byte[0];

    @BeforeEach
    void writeFile() throws IOException {
        whole =
                Files.readAllBytes(
                        EncodedFile.write(
                                folder.resolve("whole.parquet"), FORMAT, SCHEMA, thousandRows()));
    }

    private static RowBatch thousandRows() {
        Rows rows = Rows.of(SCHEMA);
        for (int i = 0; i < 1_000; i++) {
            rows.row((long) i, "text " + i);
        }
        return rows.build();
    }

    @Test
    void wholeFileCountsItsRows() throws IOException {
        assertThat(count(whole)).isEqualTo(1_000);
    }

    @Test
    void everyTruncationIsSeen() {
        for (int length = 0; length < whole.length; length += 13) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIOException().isThrownBy(() -> count(cut)).withMessageContaining("Parquet");
        }
    }

    @Test
    void missingMiddleIsSeen() {
        int hole = 500;
        byte[] shorter = new byte[whole.length - hole];
        System.arraycopy(whole, 0, shorter, 0, 1_000);
        System.arraycopy(whole, 1_000 + hole, shorter, 1_000, shorter.length - 1_000);
        assertThatIOException()
                .isThrownBy(() -> count(shorter))
                .withMessageContaining("lies outside");
    }

    @Test
    void anotherKindOfFileIsSeen() {
        assertThatIOException()
                .isThrownBy(() -> count("id,name\n1,one\n2,two\n".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("does not start with PAR1");
    }

    @Test
    void garbageInTheFooterIsSeenOrHarmless() {
        for (int at = whole.length - 9; at > whole.length - 700; at -= 3) {
            byte[] broken = whole.clone();
            broken[at] ^= 0x55;
            assertCountsOrFails(broken);
        }
    }

    /// A flipped bit may hit a name or a minimum; it must not end in another kind of exception.
    private void assertCountsOrFails(byte[] broken) {
        try {
            assertThat(count(broken)).isNotNegative();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("Parquet");
        }
    }

    @Test
    void wrongFooterLengthIsSeen() {
        byte[] broken = whole.clone();
        broken[whole.length - 5] = 0x7f;
        assertThatIOException()
                .isThrownBy(() -> count(broken))
                .withMessageContaining("footer length");
    }

    @Test
    void closingWithoutFinishLeavesNoWholeFile() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FileBeingWritten encoder = new FileBeingWritten(FORMAT, SCHEMA, out)) {
            encoder.append(thousandRows());
        }
        assertThatIOException().isThrownBy(() -> count(out.toByteArray()));
    }

    @Test
    void failingStreamFailsTheEncoder() throws IOException {
        OutputStream full =
                new OutputStream() {
                    private int left = 1000;

                    @Override
                    public void write(int value) throws IOException {
                        if (left-- == 0) {
                            throw new IOException("no space left");
                        }
                    }
                };
        try (FileBeingWritten encoder = new FileBeingWritten(FORMAT, SCHEMA, full)) {
            assertThatIOException()
                    .isThrownBy(
                            () -> {
                                encoder.append(thousandRows());
                                encoder.finish();
                            })
                    .withMessage("no space left");
        }
    }

    private long count(byte[] bytes) throws IOException {
        Path file = folder.resolve("count.parquet");
        Files.write(file, bytes);
        return EncodedFile.countRows(file, FORMAT);
    }
}
