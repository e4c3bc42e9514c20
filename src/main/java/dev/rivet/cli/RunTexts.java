package dev.rivet.cli;

import dev.rivet.app.StateUseCases.RunState;
import dev.rivet.state.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How runs and those who are at work are written, for people and for programs.
final class RunTexts {
    static final String NONE = "-";

    private RunTexts() {}

    static String seconds(@Nullable Instant time) {
        return time == null ? NONE : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// What a reader should call it: `dead` where it says that it goes on and does not.
    static String status(RunState state) {
        return state.isDead() ? "dead" : state.run().outcome();
    }

    static String holder(Leases.@Nullable Holder holder) {
        return holder == null
                ? NONE
                : String.format(
                        Locale.ROOT,
                        "process %d on %s since %s",
                        holder.pid(),
                        holder.host(),
                        seconds(holder.since()));
    }

    static @Nullable Map<String, @Nullable Object> object(Leases.@Nullable Holder holder) {
        if (holder == null) {
            return null;
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("run_id", holder.runId());
        object.put("host", holder.host());
        object.put("pid", holder.pid());
        object.put("since", holder.since().toString());
        return object;
    }

    static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /// Null while it goes on, and where nobody knows.
    static @Nullable Duration duration(RunState state) {
        Instant end = state.run().finishedAt();
        return end == null ? null : Duration.between(state.run().startedAt(), end);
    }
}
