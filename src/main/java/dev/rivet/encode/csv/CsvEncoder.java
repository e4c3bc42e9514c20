package dev.rivet.encode.csv;

import dev.rivet.config.CsvBinary;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.SectionSink;
import dev.rivet.observe.StageProfile.Timer;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.util.List;

/// Turns batches into lines of CSV, row by row out of their columns.
final class CsvEncoder implements BatchEncoder {
    private final List<Cells> cells;
    private final SectionSink sink;
    private final FieldBuffer buffer = new FieldBuffer();
    private final Timer encoding;
    private int rows;

    CsvEncoder(RowSchema schema, CsvBinary binary, SectionSink sink, Timer encoding) {
        this.encoding = encoding;
        this.cells =
                schema.columns().stream().map(column -> Cells.of(column.type(), binary)).toList();
        this.sink = sink;
    }

    @Override
    public void append(RowBatch batch) throws IOException {
        long start = encoding.start();
        for (int row = 0; row < batch.rows(); row++) {
            writeRow(batch.columns(), row);
            if (buffer.length() >= FieldBuffer.FLUSH_BYTES) {
                encoding.stop(start);
                flush();
                start = encoding.start();
            }
        }
        encoding.stop(start);
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
        rows++;
    }

    @Override
    public long estimatedBytes() {
        return buffer.length();
    }

    @Override
    public void flush() throws IOException {
        if (rows > 0) {
            sink.accept(new CsvLines(rows, buffer));
            buffer.clear();
            rows = 0;
        }
    }

    @Override
    public void close() {}
}
