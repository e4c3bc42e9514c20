package dev.rivet.source.mysql.connect;

import dev.rivet.config.Selection;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.query.Sql;
import io.vertx.mysqlclient.MySQLException;
import java.time.Duration;

/// A connection that keeps writers out of a table while read views begin: for a second at most,
/// waiting for them included. After that it is cut. Blocks.
final class Guard implements AutoCloseable {
    private static final Duration MOST = Duration.ofSeconds(1);
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private final Link link;
    private volatile boolean over;
    private volatile boolean late;

    /// @param link fresh, and for this alone
    Guard(Link link) {
        this.link = link;
    }

    /// Waits for those who have written, and keeps others from it.
    void lock(Selection.Table table) throws NoSharedViews {
        try {
            link.guard();
            link.tap().later(MOST, this::cutIfStillThere);
            link.ask(Sql.lock(table));
        } catch (RivetException e) {
            throw NoSharedViews.before(words(e));
        }
    }

    private void cutIfStillThere() {
        if (!over) {
            late = true;
            link.cut();
        }
    }

    private String words(RivetException failure) {
        int error = failure.getCause() instanceof MySQLException said ? said.getErrorCode() : 0;
        return switch (error) {
            case LOCK_WAIT_TIMEOUT -> "no read lock within 1 s";
            case 1044, 1142, 1227 -> "no LOCK TABLES privilege";
            default -> late ? "no read lock within 1 s" : "LOCK TABLES failed";
        };
    }

    /// The name of the server on which the lock is held.
    String server() {
        return link.ask("SELECT " + link.server().expression()).iterator().next().getString(0);
    }

    /// Lets writers in. When the server says that this was done, the lock was held until then.
    void unlock() {
        link.ask("UNLOCK TABLES");
        over = true;
    }

    @Override
    public void close() {
        if (over) {
            Thread.ofVirtual().start(link::close);
        } else {
            over = true;
            link.cut();
        }
    }
}
