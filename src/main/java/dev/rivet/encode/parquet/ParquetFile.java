package dev.rivet.encode.parquet;

import dev.rivet.encode.OpenFile;
import dev.rivet.encode.Section;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileWriter;

/// Writes one Parquet file: row groups as they come, then page indexes and footer.
final class ParquetFile implements OpenFile {
    static final int PAGE_INDEX_BYTES = 64;

    private final RowSchema schema;
    private final ForwardFile file;
    private final ParquetFileWriter writer;

    ParquetFile(RowSchema schema, OutputStream out) throws IOException {
        this.schema = schema;
        this.file = new ForwardFile(out);
        this.writer =
                new ParquetFileWriter(
                        file,
                        FileSchema.of(schema),
                        ParquetFileWriter.Mode.CREATE,
                        Long.MAX_VALUE,
                        0,
                        PAGE_INDEX_BYTES,
                        FooterSignature.STATISTICS_BYTES,
                        true);
        writer.start();
    }

    @Override
    public void append(Section section) throws IOException {
        ((OpenRowGroup) section).writeTo(writer);
    }

    @Override
    public long bytes() {
        return file.getPos();
    }

    @Override
    public void finish() throws IOException {
        file.startTrailer();
        writer.end(Map.of(ArrowSchema.KEY, ArrowSchema.encode(schema)));
    }

    @Override
    public void close() {}
}
