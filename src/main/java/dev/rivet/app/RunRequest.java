package dev.rivet.app;

import dev.rivet.extract.RunOptions;
import dev.rivet.journal.RunListener;
import dev.rivet.observe.StageProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What to run, and how.
///
/// @param export only this one; null for all
/// @param params values for `${NAME}` in configuration and query files; they win over the
///     environment
/// @param options what is asked of every run
/// @param results whether the caller prints results of its own
/// @param warnings told what is odd about the configuration, before anything runs
/// @param listeners told about every run
/// @param profile told where the time goes
public record RunRequest(
        Path config,
        @Nullable String export,
        Map<String, String> params,
        RunOptions options,
        Results results,
        Consumer<String> warnings,
        List<RunListener> listeners,
        StageProfile profile) {
    /// Where the caller's results go.
    public enum Results {
        NONE,
        ON_STANDARD_OUTPUT
    }

    public RunRequest {
        params = Map.copyOf(params);
        listeners = List.copyOf(listeners);
    }
}
