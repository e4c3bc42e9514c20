package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.Problems;
import dev.rivet.row.Column;
import dev.rivet.row.Fidelity;
import dev.rivet.row.RowSchema;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.UnknownOverrides;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an export asks of its source. Pure.
final class Requests {
    /// Batches are at most a quarter of a file, so that files are cut near the wanted size.
    private static final int BATCHES_PER_FILE = 4;

    private static final long SMALLEST_BATCH = 64 * 1024;

    private Requests() {}

    static ReadRequest read(ExportConfig export, RunOptions options, long mostBatchBytes) {
        return new ReadRequest(
                export.selection(),
                export.columns().overrides(),
                policy(export.columns().onUnrepresentable(), options),
                tuning(export, mostBatchBytes));
    }

    /// Strict means: a value is kept as text where the user said so, and fails everywhere else.
    private static @Nullable Unrepresentable policy(
            @Nullable Unrepresentable written, RunOptions options) {
        return options.strict() && written != Unrepresentable.STRING
                ? Unrepresentable.FAIL
                : written;
    }

    private static Tuning tuning(ExportConfig export, long mostBatchBytes) {
        Tuning tuning = export.tuning();
        long share =
                Math.max(
                        SMALLEST_BATCH,
                        export.files().max().orElse(Long.MAX_VALUE) / BATCHES_PER_FILE);
        return tuning.withBatchBytes(
                Math.min(tuning.batchBytes(), Math.min(share, mostBatchBytes / tuning.parallel())));
    }

    /// @throws dev.rivet.diag.RivetException `SOURCE_ROWS_HIDDEN` when what can be read may be less
    ///     than was asked for, and the run is strict
    static void refuseCaveats(ReadPlan plan, RunOptions options) {
        Problems problems = new Problems();
        if (options.strict()) {
            for (String caveat : plan.caveats()) {
                problems.add(
                        Diagnostic.of(
                                Code.SOURCE_ROWS_HIDDEN, caveat + ", and --strict refuses that"));
            }
        }
        problems.throwIfAny();
    }

    /// What is odd about the columns that the export names, for people.
    static List<Diagnostic> oddities(RowSchema schema, ExportConfig export) {
        return UnknownOverrides.others(
                export.columns().overrides().keySet(),
                schema.columns().stream().map(Column::name).toList());
    }

    /// @throws dev.rivet.diag.RivetException with every oddity, and `TYPE_UNSAFE_MAPPING` for every
    ///     lossy column, when the run is strict
    static void refuseIfStrict(RowSchema schema, List<Diagnostic> oddities, RunOptions options) {
        Problems problems = new Problems();
        if (options.strict()) {
            oddities.forEach(problems::add);
        }
        for (Column column : schema.columns()) {
            if (options.strict() && column.fidelity() == Fidelity.LOSSY) {
                problems.add(
                        Diagnostic.of(
                                        Code.TYPE_UNSAFE_MAPPING,
                                        "column "
                                                + column.name()
                                                + ": "
                                                + column.nativeType()
                                                + " as "
                                                + column.type().label()
                                                + " may lose precision, and --strict refuses that")
                                .at(Place.column(column.name())));
            }
        }
        problems.throwIfAny();
    }
}
