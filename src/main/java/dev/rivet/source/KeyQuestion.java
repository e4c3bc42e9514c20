package dev.rivet.source;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far rows reach by a key.
///
/// @param from only rows beyond it count; null for all
/// @param patience longest wait for transactions that were open when it was measured; zero for
///     none
public record KeyQuestion(Key key, @Nullable Edge from, Duration patience) {
    public Optional<Edge> lower() {
        return Optional.ofNullable(from);
    }
}
