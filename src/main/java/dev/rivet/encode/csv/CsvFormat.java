package dev.rivet.encode.csv;

import dev.rivet.config.OutputFormat;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.Problems;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.CaseTwins;
import dev.rivet.encode.FileContents;
import dev.rivet.encode.FileFormat;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.SectionSink;
import dev.rivet.observe.StageProfile;
import dev.rivet.observe.StageProfile.Stage;
import dev.rivet.observe.StageProfile.Timer;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/// CSV files: UTF-8, comma, LF after every record, a header, quotes where RFC 4180 or some loader
/// needs them. NULL is an empty field, an empty text is `""`.
public final class CsvFormat implements FileFormat {
    private final OutputFormat.Csv config;
    private final Timer encoding;

    /// @param profile told what encoding takes
    public CsvFormat(OutputFormat.Csv config, StageProfile profile) {
        this.config = config;
        this.encoding = profile.timer(Stage.ENCODE, StageProfile.ALL_COLUMNS);
    }

    @Override
    public void check(RowSchema schema) {
        Problems problems = new Problems();
        for (Column column : schema.columns()) {
            if (column.type() instanceof LogicalType.ListOf) {
                problems.add(unsupported(column));
            }
        }
        problems.throwIfAny();
    }

    @Override
    public List<String> remarks(RowSchema schema) {
        return CaseTwins.remarks(schema);
    }

    private static Diagnostic unsupported(Column column) {
        return Diagnostic.of(
                        Code.CONFIG_FORMAT_COLUMN_UNSUPPORTED,
                        "column `%s`: CSV cannot hold %s"
                                .formatted(column.name(), column.type().label()),
                        "Use `format: parquet`, or cast the column to text in a query.")
                .at(Place.column(column.name()));
    }

    @Override
    public BatchEncoder encoder(RowSchema schema, SectionSink sink) {
        return new CsvEncoder(schema, config.binary(), sink, encoding);
    }

    @Override
    public OpenFile open(RowSchema schema, OutputStream out) throws IOException {
        return new CsvFile(schema, out);
    }

    @Override
    public long countRows(SeekableByteChannel file) throws IOException {
        return RecordCount.of(file) - 1;
    }

    /// Numbers and texts look alike in CSV, so that there are no values to compare.
    @Override
    public FileContents readBack(SeekableByteChannel file, RowSchema schema) throws IOException {
        return new FileContents(countRows(file), null);
    }
}
