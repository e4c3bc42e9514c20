package dev.rivet.extract;

import dev.rivet.destination.Destination;
import dev.rivet.encode.FileFormat;
import dev.rivet.observe.StageProfile;
import dev.rivet.source.Source;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.StateStore;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What a run works with; wired outside.
///
/// @param owner whose the export's state is
/// @param encoders where batches are encoded; never an event loop
/// @param profile told where the time goes
public record Equipment(
        Input input,
        Output output,
        StateStore state,
        ExportOwner owner,
        Executor encoders,
        StageProfile profile,
        Clock clock) {
    /// Where rows come from.
    ///
    /// @param engine name of the source's product, as users write it
    /// @param database null when the configuration names none
    /// @param mostBatchBytes whatever the tuning says: of one batch, or of one batch of each
    ///     connection, since several are in memory at once
    public record Input(
            String engine, @Nullable String database, Source source, long mostBatchBytes) {}

    /// What rows become, and where that goes.
    public record Output(FileFormat format, Destination destination) {}
}
