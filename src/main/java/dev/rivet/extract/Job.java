package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.NoRows;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.Selection;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Kind;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import java.time.Instant;

/// What is to be done: one run of one export, as its caller asked. Says so in the words of the
/// journal.
record Job(RunId id, Instant startedAt, ExportConfig export, RunOptions options) {
    /// What stands in foreign words, such as a server's, without what was filled into the query.
    String masked(String foreign) {
        return export.selection() instanceof Selection.Query query
                ? query.filled().mask(foreign)
                : foreign;
    }

    /// A failure whose words may be a server's.
    Diagnostic masked(Diagnostic failure) {
        boolean foreign =
                failure.code().name().startsWith("SOURCE_")
                        || failure.code().kind() == Kind.INTERNAL;
        return foreign ? failure.saying(masked(failure.message())) : failure;
    }

    /// The same, under the name of a run that died: it goes on.
    Job continuing(RunId earlier) {
        return new Job(earlier, startedAt, export, options);
    }

    /// Whether there is nothing to deliver, and the export wants nothing delivered then.
    boolean isSkipped(Volume read) {
        return read.rows() == 0 && export.files().noRows() == NoRows.SKIPPED;
    }

    RunSummary.Identity identity() {
        return new RunSummary.Identity(id, export.name(), export.mode().label());
    }

    RunSummary.Tuning tuning() {
        return new RunSummary.Tuning(export.tuning().profileLabel(), export.tuning().batchRows());
    }

    FileKind files() {
        OutputFormat format = export.files().format();
        return new FileKind(format.extension(), format.compressionLabel());
    }
}
