package dev.rivet.config;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How much of its selection an export reads in one run.
public sealed interface Mode {
    /// As it is written under `mode`.
    String label();

    /// Everything, in one snapshot where the source can give one.
    record Full() implements Mode {
        @Override
        public String label() {
            return "full";
        }
    }

    /// What is new since the last run.
    ///
    /// @param cursor the column that tells, or two: the second where the first is NULL
    /// @param settle how old a row must be; null for any age
    /// @param settleWait longest wait for transactions that may still add rows
    /// @param overlap how far before the last run's end this one begins; null for not at all
    record Incremental(
            List<String> cursor,
            @Nullable Settle settle,
            Duration settleWait,
            @Nullable Overlap overlap)
            implements Mode {
        public Incremental {
            cursor = List.copyOf(cursor);
        }

        @Override
        public String label() {
            return "incremental";
        }
    }

    /// How old a row must be.
    ///
    /// @param column that tells its age; null for the cursor
    record Settle(Duration after, @Nullable String column) {}

    /// A stretch of a cursor's values.
    sealed interface Overlap {
        /// Of a cursor that tells time.
        record Span(Duration time) implements Overlap {}

        /// Of a cursor of whole numbers.
        ///
        /// @param keys difference of two values, not a number of rows
        record Distance(long keys) implements Overlap {}
    }

    /// The last days.
    ///
    /// @param days before the day of the run
    record TimeWindow(String column, TimeValues values, int days) implements Mode {
        @Override
        public String label() {
            return "time_window";
        }
    }

    /// One partition of an export that is delivered by dates.
    ///
    /// @param column whose dates tell the partition
    /// @param name as in that of its folder: `2026-11-27`, `2026-11`, `2026`, or
    ///     `__HIVE_DEFAULT_PARTITION__`
    /// @param span null for the rows that have no date
    record Partition(String column, String name, @Nullable Days span) implements Mode {
        @Override
        public String label() {
            return "full";
        }

        public Optional<Days> days() {
            return Optional.ofNullable(span);
        }
    }

    /// Days from one, which belongs to them, to another, which does not.
    record Days(LocalDate from, LocalDate to) {
        public Days {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("no days from " + from + " to " + to);
            }
        }
    }

    /// What a time column holds.
    enum TimeValues {
        /// Dates or timestamps.
        TIMESTAMP,
        /// Whole seconds since 1970, UTC.
        UNIX_SECONDS
    }

    /// Everything, in pieces of a key that are read one after the other.
    ///
    /// @param columns the key's, compared one after the other; none for the key that the table is
    ///     best cut by
    /// @param checkpoint whether a run that dies is continued by the next one
    /// @param moment whether all pieces are read as of one moment
    record Chunked(List<String> columns, Cut cut, boolean checkpoint, Moment moment)
            implements Mode {
        public Chunked {
            columns = List.copyOf(columns);
        }

        @Override
        public String label() {
            return "chunked";
        }
    }

    /// How large pieces are.
    sealed interface Cut {
        /// About so many rows.
        record Rows(long size) implements Cut {}

        /// About so many bytes, as the source keeps them.
        record Megabytes(long megabytes) implements Cut {}

        /// So many pieces.
        record Count(int count) implements Cut {}

        /// So many days, from midnight to midnight, UTC.
        record Days(int days) implements Cut {}
    }

    /// What pieces are read as of.
    enum Moment {
        /// One snapshot for all, which the source keeps as long.
        ONE,
        /// A snapshot for each.
        EACH
    }
}
