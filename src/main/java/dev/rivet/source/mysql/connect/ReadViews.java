package dev.rivet.source.mysql.connect;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.query.Sql;
import io.vertx.mysqlclient.MySQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Read views of several connections that show the same. They begin while another connection holds
/// the table's read lock, so that nobody commits to it in between. Blocks.
public final class ReadViews {
    /// Seconds that the lock is waited for; while it is, new writers wait, too.
    private static final int LOCK_WAIT_SECONDS = 1;

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    private final Supplier<Link> connect;
    private final Tuning tuning;

    /// @param connect opens one more connection
    public ReadViews(Supplier<Link> connect, Tuning tuning) {
        this.connect = connect;
        this.tuning = tuning;
    }

    /// Opens so many further connections, and begins one read view on all of them.
    ///
    /// @return the further connections
    /// @throws Refused with no connection open but the first, and no read view begun
    public List<Link> begin(Link first, int more, Selection.Table table) throws Refused {
        List<Link> opened = open(more + 1);
        Link guard = opened.removeLast();
        try {
            lock(guard, table);
            begin(first);
            opened.forEach(ReadViews::begin);
            guard.ask("UNLOCK TABLES");
            return opened;
        } catch (Refused | RivetException e) {
            opened.forEach(Link::close);
            throw e;
        } finally {
            guard.close();
        }
    }

    /// Each on a thread of its own, so that each gets an event loop of its own.
    private List<Link> open(int count) throws Refused {
        List<CompletableFuture<Link>> opening = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opening.add(CompletableFuture.supplyAsync(this::one, VIRTUAL));
        }
        List<Link> opened = new ArrayList<>();
        CompletionException failure = null;
        for (CompletableFuture<Link> each : opening) {
            try {
                opened.add(each.join());
            } catch (CompletionException e) {
                failure = e;
            }
        }
        if (failure != null) {
            opened.forEach(Link::close);
            throw new Refused("the server gave no further connection", failure);
        }
        return opened;
    }

    private Link one() {
        Link link = connect.get();
        try {
            link.limit(tuning);
            return link;
        } catch (RivetException e) {
            link.close();
            throw e;
        }
    }

    /// With `autocommit` off, InnoDB's own lock is taken as well, which waits for what the foreign
    /// keys of other tables change in this one.
    private static void lock(Link guard, Selection.Table table) throws Refused {
        try {
            guard.ask(
                    "SET @@SESSION.lock_wait_timeout = %1$d, @@SESSION.innodb_lock_wait_timeout = %1$d, @@SESSION.autocommit = 0"
                            .formatted(LOCK_WAIT_SECONDS));
            guard.ask(Sql.lock(table));
        } catch (RivetException e) {
            throw new Refused(words(e), e);
        }
    }

    private static String words(RivetException failure) {
        int error = failure.getCause() instanceof MySQLException said ? said.getErrorCode() : 0;
        return switch (error) {
            case LOCK_WAIT_TIMEOUT -> "no read lock within " + LOCK_WAIT_SECONDS + " s";
            case 1044, 1142, 1227 -> "no LOCK TABLES privilege";
            default -> "LOCK TABLES failed";
        };
    }

    /// Why there is no read view for several connections, in words for people.
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        Refused(String why, Throwable cause) {
            super(why, cause);
            this.why = why;
        }

        public String why() {
            return why;
        }
    }

    public static void begin(Link link) {
        link.ask(SessionSettings.BEGIN_SNAPSHOT);
    }
}
