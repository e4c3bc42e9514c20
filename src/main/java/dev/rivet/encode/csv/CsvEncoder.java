package dev.rivet.encode.csv;

import dev.rivet.encode.BatchEncoder;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes one CSV file, row by row out of the batches' columns.
final class CsvEncoder implements BatchEncoder {
    private final OutputStream out;
    private final List<Cells> cells;
    private final FieldBuffer buffer = new FieldBuffer();
    private long written;

    CsvEncoder(RowSchema schema, OutputStream out) {
        this.out = out;
        this.cells = schema.columns().stream().map(column -> Cells.of(column.type())).toList();
        writeHeader(schema);
    }

    private void writeHeader(RowSchema schema) {
        char separator = 0;
        for (Column column : schema.columns()) {
            if (separator != 0) {
                buffer.put(separator);
            }
            byte[] name = column.name().getBytes(StandardCharsets.UTF_8);
            TextCells.write(name, 0, name.length, buffer);
            separator = ',';
        }
        buffer.put('\n');
    }

    @Override
    public void append(RowBatch batch) throws IOException {
        for (int row = 0; row < batch.rows(); row++) {
            writeRow(batch.columns(), row);
            if (buffer.length() >= FieldBuffer.FLUSH_BYTES) {
                flush();
            }
        }
    }

    private void writeRow(List<ColumnVector> columns, int row) {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                buffer.put(',');
            }
            ColumnVector column = columns.get(i);
            if (!column.nulls().isNull(row)) {
                cells.get(i).write(column, row, buffer);
            }
        }
        buffer.put('\n');
    }

    private void flush() throws IOException {
        int length = buffer.length();
        buffer.flush(out);
        written += length;
    }

    @Override
    public long estimatedBytes() {
        return written + buffer.length();
    }

    @Override
    public void finish() throws IOException {
        flush();
        out.close();
    }

    @Override
    public void close() {}
}
