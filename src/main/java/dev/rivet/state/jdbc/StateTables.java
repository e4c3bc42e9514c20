package dev.rivet.state.jdbc;

import java.util.List;
import java.util.stream.Stream;

/// The tables of the state, the same in every engine.
final class StateTables {
    /// Says who is at work now, which nobody needs to remember.
    static final String LEASES = "export_lease";

    /// A row of it may be of megabytes.
    static final String MARGINS = "export_margin";

    /// What is remembered. A table that a migration adds has its place here.
    static final List<String> REMEMBERED =
            List.of(
                    "export_owner",
                    "export_schema",
                    "run_status",
                    "run_journal",
                    "export_metrics",
                    "file_log",
                    "run_aggregate",
                    "export_state",
                    "cursor_sighting",
                    "export_progression",
                    "chunk_run",
                    "chunk_task",
                    MARGINS);

    /// Of the remembered ones, those whose rows are numbered by the database, as `id`.
    static final List<String> NUMBERED =
            List.of("export_metrics", "file_log", "cursor_sighting", "chunk_task");

    private StateTables() {}

    static List<String> all() {
        return Stream.concat(REMEMBERED.stream(), Stream.of(LEASES)).toList();
    }
}
