package dev.rivet.extract;

import dev.rivet.diag.ExitClass;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.RunEvent;

/// What came of looking at files. A look that came to no end has no verdict.
final class Verdicts {
    private Verdicts() {}

    static void passed(Tally tally, Recorder recorder) {
        tell(true, tally, recorder);
    }

    /// A failure may be a verdict, and may not.
    static void tell(RivetException failure, Tally tally, Recorder recorder) {
        if (failure.diagnostic().exitClass() == ExitClass.DATA_INTEGRITY) {
            tell(false, tally, recorder);
        }
    }

    private static void tell(boolean passed, Tally tally, Recorder recorder) {
        tally.validated(passed);
        recorder.record(new RunEvent.ValidationResult(passed));
    }
}
