package dev.rivet.source;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.Settling;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far rows reach by a key.
///
/// @param from only rows beyond it count; null for all
/// @param age how old rows must be; null for any age
/// @param patience longest wait for transactions that were open when it was measured; zero for
///     none
public record KeyQuestion(Key key, @Nullable Edge from, @Nullable Settling age, Duration patience) {
    public Optional<Settling> settling() {
        return Optional.ofNullable(age);
    }

    public Optional<Edge> lower() {
        return Optional.ofNullable(from);
    }
}
