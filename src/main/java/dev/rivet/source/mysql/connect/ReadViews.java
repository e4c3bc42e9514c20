package dev.rivet.source.mysql.connect;

import dev.rivet.config.Selection;
import dev.rivet.source.mysql.query.Sql;
import java.time.Duration;

/// Read views of one connection. A view opens with the first read of its transaction, which first
/// waits for the table's definition and then holds it: so what is read is one table as of one
/// moment. (`WITH CONSISTENT SNAPSHOT` opens the view before the definition is held: a table that
/// took the name in between is empty in it.) Blocks.
public final class ReadViews {
    private static final String BEGIN = "START TRANSACTION READ ONLY";

    private ReadViews() {}

    /// The view opens with the next statement that reads, for whatever that reads.
    public static void begin(Link link) {
        link.ask(BEGIN);
    }

    /// The view opens at once; until its end nobody changes or replaces the table.
    ///
    /// @return the name of the server that did it
    public static String begin(Link link, Selection.Table table) {
        begin(link);
        return link.ask(touch(link, table)).iterator().next().getString(0);
    }

    /// Opens the view of a transaction that has begun.
    ///
    /// @return the name of the server that did it
    static String touch(Link link, Selection.Table table, Duration deadline) {
        return link.ask(deadline, touch(link, table)).iterator().next().getString(0);
    }

    private static String touch(Link link, Selection.Table table) {
        return Sql.touch(table, link.server().expression());
    }

    public static void end(Link link) {
        link.ask(SessionSettings.END_SNAPSHOT);
    }
}
