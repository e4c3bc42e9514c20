package dev.rivet.encode.parquet;

import dev.rivet.config.OutputFormat;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.Problems;
import dev.rivet.encode.BatchEncoder;
import dev.rivet.encode.CaseTwins;
import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.ColumnNames;
import dev.rivet.encode.FileContents;
import dev.rivet.encode.FileFormat;
import dev.rivet.encode.OpenFile;
import dev.rivet.encode.SectionSink;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;

/// Parquet files: identical rows give identical bytes, whatever the machine and the time.
public final class ParquetFormat implements FileFormat {
    private final OutputFormat.Parquet config;
    private final PageRoom room;
    private final StageProfile profile;

    /// One whose pages may take this much memory, for each encoder, while they wait for their row
    /// group to be complete; what goes beyond waits in Java's temporary folder.
    public ParquetFormat(OutputFormat.Parquet config, long waitingBytes, StageProfile profile) {
        this(config, PageRoom.of(waitingBytes, Long.MAX_VALUE), profile);
    }

    /// @param room for the pages of each encoder
    /// @param profile told what encoding takes
    public ParquetFormat(OutputFormat.Parquet config, PageRoom room, StageProfile profile) {
        this.config = config;
        this.room = room;
        this.profile = profile;
    }

    @Override
    public void check(RowSchema schema) {
        Problems problems = new Problems();
        for (Column column : schema.columns()) {
            if (hasNegativeScale(column.type())) {
                problems.add(negativeScale(column));
            }
        }
        problems.throwIfAny();
    }

    private static boolean hasNegativeScale(LogicalType type) {
        return elementType(type) instanceof LogicalType.Decimal decimal && decimal.scale() < 0;
    }

    private static Diagnostic negativeScale(Column column) {
        return Diagnostic.of(
                        Code.CONFIG_FORMAT_COLUMN_UNSUPPORTED,
                        "column `%s`: Parquet has no %s, a decimal scale cannot be negative"
                                .formatted(column.name(), column.type().label()),
                        "Give the column a type under `columns:`, for example decimal(38,0).")
                .at(Place.column(column.name()));
    }

    @Override
    public List<String> remarks(RowSchema schema) {
        List<String> wide =
                schema.columns().stream()
                        .filter(column -> LeafTypes.isWide(elementType(column.type())))
                        .map(Column::name)
                        .toList();
        List<String> remarks = new ArrayList<>(CaseTwins.remarks(schema));
        if (!wide.isEmpty()) {
            remarks.add(wideDecimals(wide));
        }
        return remarks;
    }

    private static LogicalType elementType(LogicalType type) {
        return type instanceof LogicalType.ListOf(var element) ? element : type;
    }

    private static String wideDecimals(List<String> columns) {
        return ColumnNames.of(columns)
                + " may have more than 38 digits: DuckDB reads them as double, polars and Spark do"
                + " not read the file; if fewer digits do, write decimal(38,2) or the like under"
                + " `columns:`, else text";
    }

    @Override
    public BatchEncoder encoder(RowSchema schema, SectionSink sink) {
        return new ParquetEncoder(schema, config, room, sink, profile);
    }

    @Override
    public OpenFile open(RowSchema schema, OutputStream out) throws IOException {
        return new ParquetFile(schema, config.arrowExtensions(), out);
    }

    @Override
    public long countRows(SeekableByteChannel file) throws IOException {
        return ParquetFooter.read(file).countRows();
    }

    @Override
    public FileContents readBack(SeekableByteChannel file, RowSchema schema) throws IOException {
        ColumnChecksums values = new ColumnChecksums(schema);
        return new FileContents(WholeFile.read(file, schema, values), values);
    }
}
