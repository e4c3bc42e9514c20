package dev.rivet.app;

import dev.rivet.journal.RunListener;
import dev.rivet.observe.StageProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What to run, and how.
///
/// @param export only this one; null for all
/// @param params values for `${NAME}` in configuration and query files; they win over the
///     environment
/// @param validate count the rows of every written part again
/// @param strict fail on values and columns that would otherwise only be warned about
/// @param lockWait how long to wait for another run of the same export; zero refuses at once
/// @param results whether the caller prints results of its own
/// @param warnings told what is odd about the configuration, before anything runs
/// @param listeners told about every run
/// @param profile told where the time goes
public record RunRequest(
        Path config,
        @Nullable String export,
        Map<String, String> params,
        boolean validate,
        boolean strict,
        Duration lockWait,
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
