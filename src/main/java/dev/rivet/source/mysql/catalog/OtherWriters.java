package dev.rivet.source.mysql.catalog;

import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.connect.Link;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether somebody writes to a server's tables whose transactions it cannot show: another server.
record OtherWriters(Link link) {
    /// As servers have called it.
    private static final List<String> REPLICA_STATUS =
            List.of("SHOW ALL SLAVES STATUS", "SHOW REPLICA STATUS", "SHOW SLAVE STATUS");

    /// Why there may be some, for people; empty when there are none.
    Optional<String> reason() {
        Map<String, String> variables = variables();
        if (isOn(variables, "innodb_read_only")) {
            return Optional.of("another server writes this server's tables");
        }
        if (isOn(variables, "wsrep_on")) {
            return Optional.of(
                    "the server is a node of a cluster: what others write may come later");
        }
        if ("OFF".equals(variables.get("group_replication_single_primary_mode"))
                && !variables.getOrDefault("group_replication_group_name", "").isEmpty()) {
            return Optional.of("the servers of a group all write: what others do may come later");
        }
        boolean readOnly = isOn(variables, "read_only") || isOn(variables, "super_read_only");
        Optional<Boolean> follows = followsAnother(readOnly);
        if (follows.orElse(readOnly)) {
            String how = follows.isPresent() ? "" : " (read_only is on)";
            return Optional.of(
                    "the server is a replica"
                            + how
                            + ": transactions that are open on its source do not show; read from"
                            + " the source, or leave young rows to the next run with `settle`");
        }
        return Optional.empty();
    }

    private Map<String, String> variables() {
        Map<String, String> values = new HashMap<>();
        for (Row each :
                link.ask(
                        "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only',"
                                + " 'super_read_only', 'innodb_read_only', 'wsrep_on',"
                                + " 'group_replication_single_primary_mode',"
                                + " 'group_replication_group_name')")) {
            values.put(each.getString(0).toLowerCase(Locale.ROOT), each.getString(1));
        }
        return values;
    }

    private static boolean isOn(Map<String, String> variables, String name) {
        return variables.getOrDefault(name, "").toUpperCase(Locale.ROOT).matches("ON|1|YES");
    }

    /// Empty where the account may not know. A server that has stopped to follow, and is
    /// written to now, follows nobody.
    private Optional<Boolean> followsAnother(boolean readOnly) {
        for (String each : REPLICA_STATUS) {
            try {
                boolean follows = false;
                for (Row row : link.ask(each)) {
                    follows |= readOnly || applies(row);
                }
                return Optional.of(follows);
            } catch (RivetException e) {
                if (!(e.getCause() instanceof MySQLException)) {
                    throw e;
                }
                // Another server, or another account, knows the next one.
            }
        }
        return Optional.empty();
    }

    private static boolean applies(Row row) {
        return Stream.of("Replica_SQL_Running", "Slave_SQL_Running")
                .filter(each -> row.getColumnIndex(each) >= 0)
                .anyMatch(each -> "Yes".equals(row.getString(each)));
    }
}
