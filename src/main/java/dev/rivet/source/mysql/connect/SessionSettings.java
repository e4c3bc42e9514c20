package dev.rivet.source.mysql.connect;

import dev.rivet.config.Tuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The statements that make a session fit for exporting. The connection is closed after its run,
/// so nothing is reset. `sql_mode` stays: what the user wrote means what it means elsewhere on that
/// server, and what rivet writes means the same under each of them.
public final class SessionSettings {
    static final String UTC = "+00:00";

    /// Lets the read view go.
    public static final String END_SNAPSHOT = "ROLLBACK";

    /// How long the server waits for a reader that is busy elsewhere, in a statement.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /// The same between two statements.
    private static final Duration IDLE_PATIENCE = Duration.ofHours(8);

    /// The largest that there is: a year.
    private static final long LONGEST_LOCK_WAIT_SECONDS = 31_536_000;

    /// From this on InnoDB waits for ever.
    private static final long ENDLESS_INNODB_WAIT_SECONDS = 100_000_000;

    /// Settings that make a transaction wait, before it begins, for what other servers of its
    /// cluster have committed; with the value that lets it begin at once.
    private static final Map<String, String> CLUSTER_WAITS =
            new TreeMap<>(
                    Map.of("wsrep_sync_wait", "0", "group_replication_consistency", "'EVENTUAL'"));

    private final SessionVariables variables;

    SessionSettings(SessionVariables variables) {
        this.variables = variables;
    }

    /// What every session begins with.
    List<String> opening() {
        List<String> values = new ArrayList<>();
        values.add(assign("time_zone", "'" + UTC + "'"));
        values.add(assign("autocommit", "1"));
        values.add(assign("completion_type", "0"));
        // A server may have a default that ends every result after so many rows.
        values.add(assign("sql_select_limit", "18446744073709551615"));
        values.add(atLeast("net_read_timeout", PATIENCE));
        values.add(atLeast("net_write_timeout", PATIENCE));
        values.add(atLeast("wait_timeout", IDLE_PATIENCE));
        for (String each :
                List.of(
                        "idle_transaction_timeout",
                        "idle_readonly_transaction_timeout",
                        "idle_write_transaction_timeout",
                        "information_schema_stats_expiry")) {
            if (variables.has(each)) {
                values.add(assign(each, "0"));
            }
        }
        // Else the catalog does not know of primary keys that the server has generated.
        if (variables.has("show_gipk_in_create_table_and_information_schema")) {
            values.add(assign("show_gipk_in_create_table_and_information_schema", "1"));
        }
        // What comes from there neither opens a read view nor locks a table's definition.
        if (variables.has("query_cache_type")
                && !variables.value("query_cache_type").equals("OFF")) {
            values.add(assign("query_cache_type", "0"));
        }
        return List.of(
                "SET NAMES utf8mb4",
                set(values),
                "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }

    private String atLeast(String name, Duration duration) {
        String now = variables.value(name);
        long seconds = now.isEmpty() ? 0 : Long.parseLong(now);
        return assign(name, Long.toString(Math.max(seconds, duration.toSeconds())));
    }

    /// The limits of a run; a limit of zero is none, whatever the server's defaults are. A
    /// transaction waits for its cluster as the user has set.
    List<String> limits(Tuning tuning) {
        List<String> values = new ArrayList<>();
        long millis = tuning.statementTimeout().toMillis();
        if (variables.has("max_execution_time")) {
            values.add(assign("max_execution_time", Long.toString(millis)));
        }
        if (variables.has("max_statement_time")) {
            String seconds = String.format(Locale.ROOT, "%.3f", millis / 1000.0);
            values.add(assign("max_statement_time", seconds));
        }
        boolean limited = tuning.lockTimeout().isPositive();
        long seconds = Math.max(1, Math.ceilDiv(tuning.lockTimeout().toMillis(), 1000));
        values.addAll(
                lockWaits(
                        limited ? seconds : LONGEST_LOCK_WAIT_SECONDS,
                        limited ? seconds : ENDLESS_INNODB_WAIT_SECONDS));
        for (String each : clusterWaits().keySet()) {
            String value = variables.value(each);
            boolean number = value.chars().allMatch(Character::isDigit);
            values.add(assign(each, number ? value : "'" + value + "'"));
        }
        return List.of(set(values));
    }

    private static List<String> lockWaits(long seconds, long innodbSeconds) {
        return List.of(
                assign("lock_wait_timeout", Long.toString(seconds)),
                assign("innodb_lock_wait_timeout", Long.toString(innodbSeconds)));
    }

    /// For a session that is to begin a read view while writers wait for that: it waits for
    /// nobody, and one second at most for the table.
    List<String> hurry() {
        List<String> values = new ArrayList<>(lockWaits(1, 1));
        clusterWaits().forEach((name, value) -> values.add(assign(name, value)));
        return List.of(set(values));
    }

    /// For a session that keeps writers out. With `autocommit` off, InnoDB's own lock is taken as
    /// well, which waits for what the foreign keys of other tables change in this one. When
    /// nothing is heard from rivet for two seconds, the server ends the session, and its lock.
    List<String> guard() {
        return List.of(
                set(
                        List.of(
                                assign("wait_timeout", "2"),
                                assign("autocommit", "0"),
                                assign("innodb_table_locks", "1"))));
    }

    private Map<String, String> clusterWaits() {
        Map<String, String> waits = new TreeMap<>(CLUSTER_WAITS);
        waits.entrySet().removeIf(each -> !variables.has(each.getKey()) || isSet(each));
        return waits;
    }

    private boolean isSet(Map.Entry<String, String> wait) {
        return wait.getValue().replace("'", "").equals(variables.value(wait.getKey()));
    }

    private static String assign(String name, String value) {
        return "@@SESSION." + name + " = " + value;
    }

    private static String set(List<String> values) {
        return "SET " + String.join(", ", values);
    }
}
