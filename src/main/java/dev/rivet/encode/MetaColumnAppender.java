package dev.rivet.encode;

import dev.rivet.config.MetaColumns;
import dev.rivet.config.MetaColumns.RowHash.AllColumns;
import dev.rivet.config.MetaColumns.RowHash.Off;
import dev.rivet.config.MetaColumns.RowHash.Only;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.Problems;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.NullMask;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Adds rivet's own columns after the source's: `_rivet_exported_at`, then `_rivet_row_hash`.
/// Neither has NULLs. Thread-safe.
public final class MetaColumnAppender {
    /// The native type of rivet's own columns.
    public static final String NATIVE_TYPE = "rivet";

    private static final Column EXPORTED_AT =
            new Column(
                    MetaColumns.EXPORTED_AT,
                    NATIVE_TYPE,
                    new LogicalType.TimestampTz(),
                    Fidelity.EXACT);
    private static final Column ROW_HASH =
            new Column(MetaColumns.ROW_HASH, NATIVE_TYPE, new LogicalType.Int64(), Fidelity.EXACT);

    private final RowSchema schema;
    private final List<Column> added;
    private final List<String> covered;
    private final int[] coveredPositions;
    private final long exportedAtMicros;

    private MetaColumnAppender(
            RowSchema source, List<Column> added, List<String> covered, long exportedAtMicros) {
        List<Column> columns = new ArrayList<>(source.columns());
        columns.addAll(added);
        this.schema = new RowSchema(columns);
        this.added = List.copyOf(added);
        this.covered = List.copyOf(covered);
        this.coveredPositions =
                covered.stream().mapToInt(name -> source.indexOf(name).orElseThrow()).toArray();
        this.exportedAtMicros = exportedAtMicros;
    }

    /// Checks that the columns can be added to this source's.
    ///
    /// @param exportedAt the one instant that every row of the run gets
    /// @throws dev.rivet.diag.RivetException `CONFIG_META_COLUMN_COLLISION`,
    ///     `CONFIG_ROW_HASH_INVALID`
    public static MetaColumnAppender of(RowSchema source, MetaColumns config, Instant exportedAt) {
        List<Column> added = added(config);
        List<String> covered = covered(source, config.rowHash());
        Problems problems = new Problems();
        checkCollisions(source, added, problems);
        if (!(config.rowHash() instanceof Off)) {
            checkCovered(source, covered, problems);
        }
        problems.throwIfAny();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, exportedAt);
        return new MetaColumnAppender(source, added, covered, micros);
    }

    private static List<Column> added(MetaColumns config) {
        List<Column> added = new ArrayList<>();
        if (config.exportedAt()) {
            added.add(EXPORTED_AT);
        }
        if (!(config.rowHash() instanceof Off)) {
            added.add(ROW_HASH);
        }
        return added;
    }

    private static List<String> covered(RowSchema source, MetaColumns.RowHash rowHash) {
        return switch (rowHash) {
            case Off() -> List.of();
            case AllColumns() -> source.columns().stream().map(Column::name).toList();
            case Only(var columns) -> columns;
        };
    }

    private static void checkCollisions(RowSchema source, List<Column> added, Problems problems) {
        for (Column column : added) {
            if (source.indexOf(column.name()).isPresent()) {
                problems.add(
                        Diagnostic.of(
                                        Code.CONFIG_META_COLUMN_COLLISION,
                                        "the source has a column `%s`, which meta_columns would add"
                                                .formatted(column.name()))
                                .at(Place.column(column.name())));
            }
        }
    }

    private static void checkCovered(RowSchema source, List<String> covered, Problems problems) {
        if (covered.isEmpty()) {
            problems.add(invalidRowHash("no column is listed"));
        }
        Set<String> seen = new HashSet<>();
        for (String name : covered) {
            if (source.indexOf(name).isEmpty()) {
                problems.add(invalidRowHash("there is no column `" + name + "`"));
            } else if (!seen.add(name)) {
                problems.add(invalidRowHash("`" + name + "` is listed twice"));
            }
        }
    }

    private static Diagnostic invalidRowHash(String why) {
        return Diagnostic.of(Code.CONFIG_ROW_HASH_INVALID, "meta_columns.row_hash: " + why);
    }

    /// Whether rivet made the column.
    public static boolean isMeta(Column column) {
        return column.equals(EXPORTED_AT) || column.equals(ROW_HASH);
    }

    /// The source's columns and rivet's own.
    public RowSchema schema() {
        return schema;
    }

    /// Names of the columns that the row hash covers, in order; none when there is no row hash.
    public List<String> covered() {
        return covered;
    }

    /// The same rows with rivet's own columns.
    public RowBatch append(RowBatch batch) {
        if (added.isEmpty()) {
            return batch;
        }
        List<ColumnVector> columns = new ArrayList<>(batch.columns());
        for (Column column : added) {
            long[] values =
                    column.equals(EXPORTED_AT)
                            ? exportedAt(batch)
                            : RowHash.of(batch, coveredPositions);
            columns.add(new ColumnVector.Longs(batch.rows(), NullMask.NONE, values));
        }
        long bytes = batch.bytes() + (long) batch.rows() * Long.BYTES * added.size();
        int[] replaced = Arrays.copyOf(batch.replaced(), columns.size());
        int[] rebased = Arrays.copyOf(batch.rebased(), columns.size());
        return new RowBatch(schema, batch.rows(), columns, bytes, replaced, rebased);
    }

    private long[] exportedAt(RowBatch batch) {
        long[] values = new long[batch.rows()];
        Arrays.fill(values, exportedAtMicros);
        return values;
    }
}
