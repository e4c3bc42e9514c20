package dev.rivet.state;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// Throws away what is old: journals, runs, metrics, lists of files, reports of calls. What an
/// export needs for its next run stays, as does its newest delivery, and every run that has not
/// ended.
public interface Retention {
    /// Removes what is older than this.
    ///
    /// @param before what happened earlier is old
    /// @param live runs of which everything stays
    Removed remove(Instant before, Set<String> live, Effect effect);

    enum Effect {
        REMOVE,
        /// Nothing changes.
        COUNT
    }

    /// What was removed.
    ///
    /// @param rows by table, in a fixed order
    /// @param bytesBefore that the state took
    /// @param bytesAfter the same number if it could not be made smaller
    record Removed(Map<String, Integer> rows, long bytesBefore, long bytesAfter) {
        public int total() {
            return rows.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
