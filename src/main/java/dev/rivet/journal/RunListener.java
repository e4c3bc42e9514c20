package dev.rivet.journal;

/// Told about a run while it happens. Called from the run's threads; must be quick and must not
/// throw.
public interface RunListener {
    void started(RunId run, String export, String mode);

    void happened(RunId run, JournalEntry entry);

    void progressed(RunId run, Progress progress);

    /// After everything else, with the verdict.
    void finished(RunSummary summary);
}
