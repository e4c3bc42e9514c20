package dev.rivet.source.mysql.catalog;

import dev.rivet.source.mysql.connect.Link;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A transaction as InnoDB has it.
///
/// @param connection 0 when it has outlived its own, as a prepared one does
/// @param id changes with the first write
/// @param started to the second, as all that the server says of it
/// @param mayWrite whether it was not begun as one that only reads
record OpenTransaction(long connection, String id, Instant started, boolean mayWrite) {
    /// MariaDB gives none before the first write.
    private static final String NO_ID = "0";

    /// What a server needs at most to find prepared transactions again when it starts.
    private static final Duration RECOVERY = Duration.ofMinutes(1);

    /// All that there are. Needs the PROCESS privilege.
    static List<OpenTransaction> list(Link link) {
        List<OpenTransaction> found = new ArrayList<>();
        for (Row each :
                link.ask(
                        """
                        SELECT trx_mysql_thread_id, CAST(trx_id AS CHAR), CAST(trx_started AS CHAR),
                            trx_is_read_only + trx_autocommit_non_locking
                        FROM information_schema.INNODB_TRX
                        """)) {
            found.add(
                    new OpenTransaction(
                            each.getLong(0),
                            each.getString(1),
                            instant(each.getString(2)),
                            each.getLong(3) == 0));
        }
        return found;
    }

    private static Instant instant(String text) {
        return Instant.parse(text.replace(' ', 'T') + "Z");
    }

    /// When the server began to run, to a few seconds.
    static Instant serverStart(Link link) {
        Row uptime = link.ask("SHOW GLOBAL STATUS LIKE 'Uptime'").iterator().next();
        Row now = link.ask("SELECT CAST(UTC_TIMESTAMP() AS CHAR)").iterator().next();
        return instant(now.getString(0)).minusSeconds(Long.parseLong(uptime.getString(1)));
    }

    /// Those of a later look that are among the ones seen before. One that has lost its connection
    /// meanwhile, by being prepared, may be any of that second: all of them count then, beside the
    /// one that is found by its id or its connection.
    static List<OpenTransaction> stillOpen(
            List<OpenTransaction> before, List<OpenTransaction> later) {
        return later.stream()
                .filter(now -> before.stream().anyMatch(each -> each.mayBe(now)))
                .toList();
    }

    private boolean mayBe(OpenTransaction later) {
        boolean sameConnection = connection == later.connection && connection != 0;
        boolean lostConnection = connection != 0 && later.connection == 0;
        boolean sameId = id.equals(later.id) && !id.equals(NO_ID);
        return sameId || (started.equals(later.started) && (sameConnection || lostConnection));
    }

    boolean isFoundAgain(Instant serverStart) {
        return connection == 0 && started.isBefore(serverStart.plus(RECOVERY));
    }
}
