package dev.rivet.app;

import dev.rivet.journal.RunReport;
import dev.rivet.state.Ledger;
import dev.rivet.state.RunStore;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rivet can be asked to do. Methods block. What stops a request as a whole is thrown as a
/// [dev.rivet.diag.RivetException]; an export that fails is part of the report.
public interface UseCases {
    /// Runs the exports that the request names, one after the other; one that fails does not stop
    /// the next. Interrupting the calling thread stops the run: what is staged is discarded, the
    /// export ends as interrupted, those that follow are not begun and count as interrupted too,
    /// and the report is returned as always.
    RunReport run(RunRequest request);

    /// Committed files, newest first, of exports that the configuration declares.
    ///
    /// @param export only this one; null for all
    /// @param limit zero gives none
    List<Ledger.Entry> files(Path config, @Nullable String export, int limit);

    /// Runs, newest first, of exports that the configuration declares.
    ///
    /// @param export only this one; null for all
    /// @param limit zero gives none
    List<RunStore.Metric> metrics(Path config, @Nullable String export, int limit);

    /// What concerns the state alone.
    StateUseCases state();

    /// Tries each library that rivet carries, one after the other; what fails is in the list.
    List<Check> selfTest(SelfTestRequest request);
}
