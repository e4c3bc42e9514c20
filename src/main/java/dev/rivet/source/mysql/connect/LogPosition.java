package dev.rivet.source.mysql.connect;

import dev.rivet.diag.RivetException;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a server's log stands. Blocks.
public final class LogPosition {
    /// A set of transactions that is longer says less to people than it takes room.
    private static final int LONGEST = 1024;

    /// As servers have called it, the newest first.
    private static final List<String> STATUS =
            List.of("SHOW BINARY LOG STATUS", "SHOW MASTER STATUS");

    private LogPosition() {}

    /// Where it stands now: `gtid …`, or `binlog file:position`; null where there is no log, or
    /// the account may not know. Fails only when the connection does, with the next statement.
    public static @Nullable String of(Link link) {
        return gtid(link)
                .map(set -> "gtid " + set)
                .or(() -> file(link).map(place -> "binlog " + place))
                .orElse(null);
    }

    private static Optional<String> gtid(Link link) {
        String question =
                link.server().isMariaDb()
                        ? "SELECT @@GLOBAL.gtid_current_pos"
                        : "SELECT IF(@@GLOBAL.gtid_mode = 'ON', @@GLOBAL.gtid_executed, '')";
        return first(link, question)
                .map(row -> text(row, 0).replaceAll("\\s", ""))
                .filter(set -> !set.isEmpty() && set.length() <= LONGEST);
    }

    private static Optional<String> file(Link link) {
        return STATUS.stream()
                .flatMap(each -> first(link, each).stream())
                .findFirst()
                .map(row -> text(row, 0) + ":" + text(row, 1));
    }

    private static Optional<Row> first(Link link, String question) {
        try {
            for (Row each : link.ask(question)) {
                return Optional.of(each);
            }
            return Optional.empty();
        } catch (RivetException notForThisAccount) {
            return Optional.empty();
        }
    }

    private static String text(Row row, int column) {
        Object value = row.getValue(column);
        return value == null ? "" : value.toString();
    }
}
