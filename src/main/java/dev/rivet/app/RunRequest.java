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
/// @param results where the caller's own go
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
    ///
    /// @param onStandardOutput whether it prints them there
    /// @param file that it will replace or write to; null for none
    public record Results(boolean onStandardOutput, @Nullable Path file) {
        public static final Results NONE = new Results(false, null);
    }

    public RunRequest {
        params = Map.copyOf(params);
        listeners = List.copyOf(listeners);
    }
}
