package dev.rivet.source.mysql.connect;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The statements that make a session fit for exporting: whatever a server's defaults are, and
/// whatever it sets for newcomers, a read is complete and means the same. The connection is
/// closed after its run, so nothing is reset. What a query's own words mean is left as it is
/// everywhere on that server: `sql_mode`, collations, `lc_time_names` and the like.
public final class SessionSettings {
    static final String UTC = "+00:00";

    private static final String ALL_ROWS = "18446744073709551615";

    /// Before anything else: with a default that ends results, or refuses those that are not
    /// small, the answers to rivet's own questions would be wanting, too.
    static final String FIRST =
            set(List.of(assign("sql_select_limit", ALL_ROWS), assign("sql_big_selects", "1")));

    /// Lets the read view go.
    static final String END_SNAPSHOT = "ROLLBACK";

    /// The longest text that a server can send, whatever `max_allowed_packet` is.
    private static final long LONGEST_TEXT = 1_073_741_824;

    /// What else cuts or changes a result in silence, with the value that does not, where there
    /// is such a setting.
    private static final List<Setting> WHOLE =
            List.of(
                    // A recursive query that needs more of them ends early on MariaDB.
                    new Setting("max_recursive_iterations", "4294967295"),
                    // Tables with a history are read as they are now.
                    new Setting("system_versioning_asof", "DEFAULT"),
                    // Else the catalog does not know of primary keys that the server generated.
                    new Setting("show_gipk_in_create_table_and_information_schema", "1"));

    /// What the server is to show of the settings that come with [#FIRST] and with every session.
    private static final Map<String, String> ALWAYS =
            Map.of("time_zone", UTC, "sql_select_limit", ALL_ROWS, "sql_big_selects", "1");

    /// Settings that stop a read which waits, make it slow, or let it see old statistics; all are
    /// off at 0.
    private static final List<String> OFF =
            List.of(
                    "idle_transaction_timeout",
                    "idle_readonly_transaction_timeout",
                    "idle_write_transaction_timeout",
                    "information_schema_stats_expiry",
                    "sql_buffer_result");

    private static final String PADDING = "PAD_CHAR_TO_FULL_LENGTH";

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
        values.add(atLeast("net_read_timeout", PATIENCE));
        values.add(atLeast("net_write_timeout", PATIENCE));
        values.add(atLeast("wait_timeout", IDLE_PATIENCE));
        whole().forEach(each -> values.add(assign(each.name(), each.value())));
        OFF.stream().filter(variables::has).forEach(each -> values.add(assign(each, "0")));
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

    private List<Setting> whole() {
        return Stream.concat(Stream.of(wholeGroups()), WHOLE.stream())
                .filter(each -> variables.has(each.name()))
                .toList();
    }

    /// GROUP_CONCAT gives texts as long as the server can send them.
    private Setting wholeGroups() {
        String name = "group_concat_max_len";
        String own = variables.value(name);
        boolean enough =
                !own.isEmpty()
                        && Long.compareUnsigned(Long.parseUnsignedLong(own), LONGEST_TEXT) > 0;
        String value = enough ? own : Long.toString(LONGEST_TEXT);
        return new Setting(name, value);
    }

    /// A session variable, and the value that it is set to and then shown with.
    private record Setting(String name, String value) {}

    /// What the server is to show for the settings without which a read may be incomplete, or say
    /// something else: what stands between may have dropped them.
    Map<String, String> readBack() {
        Map<String, String> expected = new TreeMap<>(ALWAYS);
        whole().forEach(each -> expected.put(each.name(), each.value()));
        return expected;
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

    /// What the SQL of a selection is run under. A table is read by rivet's own: its CHARs come as
    /// they are stored, and from the table itself rather than from a copy in a second engine. A
    /// query is run as everywhere on that server.
    List<String> meaning(Selection selection) {
        boolean table = selection instanceof Selection.Table;
        List<String> values = new ArrayList<>();
        List<String> mode = List.of(variables.value("sql_mode").split(","));
        if (mode.contains(PADDING)) {
            String kept =
                    mode.stream()
                            .filter(each -> !table || !each.equals(PADDING))
                            .collect(Collectors.joining(","));
            values.add(assign("sql_mode", "'" + kept + "'"));
        }
        if (variables.has("use_secondary_engine")) {
            String own = variables.value("use_secondary_engine");
            values.add(assign("use_secondary_engine", table ? "OFF" : own));
        }
        return values.isEmpty() ? List.of() : List.of(set(values));
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
