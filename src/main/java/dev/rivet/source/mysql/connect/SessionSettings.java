package dev.rivet.source.mysql.connect;

import dev.rivet.config.Tuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The statements that make a session fit for exporting. The connection is closed after its run,
/// so nothing is reset.
public final class SessionSettings {
    public static final String UTC = "+00:00";

    /// Begins the one read view of a run.
    static final String BEGIN_SNAPSHOT = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";

    /// Lets the read view go.
    public static final String END_SNAPSHOT = "ROLLBACK";

    /// How long the server waits for a reader that is busy elsewhere, in a statement.
    private static final Duration WRITE_PATIENCE = Duration.ofMinutes(10);

    /// The same between two statements.
    private static final Duration IDLE_PATIENCE = Duration.ofHours(8);

    private SessionSettings() {}

    /// What every session begins with.
    ///
    /// @param sqlMode the session's present `sql_mode`
    public static List<String> opening(ServerIdentity server, String sqlMode) {
        List<String> statements = new ArrayList<>();
        statements.add("SET NAMES utf8mb4");
        statements.add(
                "SET @@SESSION.time_zone = '%s', @@SESSION.sql_mode = '%s'"
                                .formatted(UTC, withoutBackslashMode(sqlMode))
                        + ", @@SESSION.net_write_timeout = "
                        + WRITE_PATIENCE.toSeconds()
                        + ", @@SESSION.wait_timeout = "
                        + IDLE_PATIENCE.toSeconds());
        if (server.hasStatisticsCache()) {
            statements.add("SET @@SESSION.information_schema_stats_expiry = 0");
        }
        statements.add("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        return statements;
    }

    private static String withoutBackslashMode(String sqlMode) {
        return Arrays.stream(sqlMode.split(","))
                .filter(each -> !each.isEmpty() && !each.equals("NO_BACKSLASH_ESCAPES"))
                .collect(Collectors.joining(","));
    }

    /// The limits of a run; a limit of zero stays as the server has it.
    public static List<String> limits(ServerIdentity server, Tuning tuning) {
        List<String> statements = new ArrayList<>();
        if (tuning.statementTimeout().isPositive()) {
            statements.add(statementTimeout(server, tuning.statementTimeout()));
        }
        if (tuning.lockTimeout().isPositive()) {
            long seconds = Math.max(1, Math.ceilDiv(tuning.lockTimeout().toMillis(), 1000));
            statements.add(
                    "SET @@SESSION.lock_wait_timeout = %1$d, @@SESSION.innodb_lock_wait_timeout = %1$d"
                            .formatted(seconds));
        }
        return statements;
    }

    private static String statementTimeout(ServerIdentity server, Duration timeout) {
        return switch (server.product()) {
            case MYSQL -> "SET @@SESSION.max_execution_time = " + timeout.toMillis();
            case MARIADB ->
                    String.format(
                            Locale.ROOT,
                            "SET @@SESSION.max_statement_time = %.3f",
                            timeout.toMillis() / 1000.0);
        };
    }
}
