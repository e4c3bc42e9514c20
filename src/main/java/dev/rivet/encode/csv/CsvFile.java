package dev.rivet.encode.csv;

import dev.rivet.encode.OpenFile;
import dev.rivet.encode.Section;
import dev.rivet.row.Column;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes one CSV file: a header, then lines as they come.
final class CsvFile implements OpenFile {
    private final OutputStream out;
    private long written;
    private long rows;

    CsvFile(RowSchema schema, OutputStream out) throws IOException {
        this.out = out;
        write(header(schema));
    }

    private static FieldBuffer header(RowSchema schema) {
        FieldBuffer line = new FieldBuffer();
        char separator = 0;
        for (Column column : schema.columns()) {
            if (separator != 0) {
                line.put(separator);
            }
            byte[] name = column.name().getBytes(StandardCharsets.UTF_8);
            TextCells.write(name, 0, name.length, line);
            separator = ',';
        }
        line.put('\n');
        return line;
    }

    @Override
    public void append(Section section) throws IOException {
        write(((CsvLines) section).text());
        rows += section.rows();
    }

    private void write(FieldBuffer text) throws IOException {
        text.writeTo(out);
        written += text.length();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return written;
    }

    @Override
    public void finish() throws IOException {
        out.close();
    }

    @Override
    public void close() {}
}
