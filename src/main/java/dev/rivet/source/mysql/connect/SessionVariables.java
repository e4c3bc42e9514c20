package dev.rivet.source.mysql.connect;

import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A fresh session's variables, as far as rivet asks for them: which of them exist depends on
/// product, version and plugins.
///
/// @param values by name, in lower case
record SessionVariables(Map<String, String> values) {
    private static final List<String> NAMES =
            List.of(
                    "server_uuid",
                    "server_uid",
                    "hostname",
                    "port",
                    "server_id",
                    "version_comment",
                    "innodb_read_only",
                    "wsrep_sync_wait",
                    "group_replication_consistency",
                    "net_read_timeout",
                    "net_write_timeout",
                    "wait_timeout",
                    "idle_transaction_timeout",
                    "idle_readonly_transaction_timeout",
                    "idle_write_transaction_timeout",
                    "information_schema_stats_expiry",
                    "sql_buffer_result",
                    "group_concat_max_len",
                    "max_recursive_iterations",
                    "system_versioning_asof",
                    "show_gipk_in_create_table_and_information_schema",
                    "sql_mode",
                    "use_secondary_engine",
                    "query_cache_type",
                    "max_execution_time",
                    "max_statement_time");

    SessionVariables {
        values = Map.copyOf(values);
    }

    static SessionVariables of(Dialogue dialogue) {
        String names =
                NAMES.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
        Map<String, String> values = new HashMap<>();
        for (Row each :
                dialogue.ask("SHOW SESSION VARIABLES WHERE Variable_name IN (" + names + ")")) {
            values.put(each.getString(0).toLowerCase(Locale.ROOT), each.getString(1));
        }
        return new SessionVariables(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// Empty when there is no such variable.
    String value(String name) {
        return values.getOrDefault(name, "");
    }
}
