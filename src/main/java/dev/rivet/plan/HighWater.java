package dev.rivet.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far the rows of a selection reach by a key, and whether more may still appear behind that.
///
/// @param type of the key
/// @param top the highest key of what was asked for; null when there is no such row
/// @param nulls rows whose key is NULL, counted up to [#MOST_NULLS]: they have no place in the
///     order
/// @param access how the source finds rows by this key
/// @param stragglers who may still add rows behind the top
/// @param settled up to where rows are old enough, where that was asked for: seen once the
///     stragglers had ended
/// @param measuredAt by the source's clock, before the top was read
public record HighWater(
        KeyType type,
        @Nullable KeyValue top,
        long nulls,
        Access access,
        Stragglers stragglers,
        Settled settled,
        Instant measuredAt) {
    /// Counting ends here.
    public static final long MOST_NULLS = 1_000_000;

    public Optional<KeyValue> highest() {
        return Optional.ofNullable(top);
    }

    /// The same top, with how old rows are, who was at work and when that was as a later one
    /// found it.
    public HighWater asOf(HighWater later) {
        return new HighWater(
                type,
                top,
                later.nulls,
                later.access,
                later.stragglers,
                later.settled,
                later.measuredAt);
    }

    /// How rows are found by the key.
    public enum Access {
        INDEX,
        /// Everything is looked at.
        SCAN
    }

    /// How far rows are old enough, by a column that is not the key.
    public sealed interface Settled {
        /// All of them, up to the top; or nobody has asked.
        record All() implements Settled {}

        /// Those up to a key: the highest of a row that is old enough, below the lowest of one that
        /// is too young. Between the two, young rows may still appear.
        record UpTo(KeyValue key) implements Settled {}

        /// None of what was asked for.
        record Nothing() implements Settled {}
    }

    /// Transactions that were open when the top was measured.
    public sealed interface Stragglers {
        /// All of them have ended: what is at or below the top is visible, or never will be.
        record None() implements Stragglers {}

        /// Some have not ended in time.
        ///
        /// @param oldestStart when the oldest of them began, by the source's clock; null when that
        ///     may not be seen
        /// @param who for people, with what helps to find them: `session 4711 (app@10.0.0.7), open
        ///     since 10:00:03`
        record Open(@Nullable Instant oldestStart, String who) implements Stragglers {
            public Optional<Instant> oldest() {
                return Optional.ofNullable(oldestStart);
            }
        }

        /// The account may not see all of them.
        ///
        /// @param why for people, with what to grant
        record Unknown(String why) implements Stragglers {}
    }
}
