package dev.rivet.source.mysql.connect;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.wire.PreparedShape;
import dev.rivet.source.mysql.wire.WireTap;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;

/// One open connection, fit for reading: the driver's side, the tap on its socket, and who is at
/// the other end.
public final class Link {
    private final Dialogue dialogue;
    private final ServerIdentity server;
    private final SessionSettings settings;
    private final Killer killer;

    /// @param killer a way to a second connection, for ending what runs on this one
    Link(Dialogue dialogue, ServerIdentity server, SessionSettings settings, Killer killer) {
        this.dialogue = dialogue;
        this.server = server;
        this.settings = settings;
        this.killer = killer;
    }

    /// Ends the running statement of a connection. Blocks; never throws.
    interface Killer {
        void killQuery(ServerIdentity of);
    }

    public MySQLConnection driver() {
        return dialogue.driver();
    }

    public WireTap tap() {
        return dialogue.tap();
    }

    public ServerIdentity server() {
        return server;
    }

    /// Runs a small statement, which may wait for locks, and waits for its rows. Blocks.
    public RowSet<Row> ask(String sql, Object... values) {
        return dialogue.ask(sql, values);
    }

    RowSet<Row> ask(Duration deadline, String sql, Object... values) {
        return dialogue.ask(deadline, sql, values);
    }

    /// Sets the limits of a run, and what the SQL of its selection means. Blocks.
    public void prepareFor(Tuning tuning, Selection selection) {
        dialogue.grant(Patience.SETUP);
        settings.meaning(selection).forEach(this::ask);
        settings.limits(tuning).forEach(this::ask);
        dialogue.grant(Patience.of(tuning));
    }

    /// Makes the session one that keeps writers out. Blocks.
    void guard() {
        settings.guard().forEach(this::ask);
    }

    /// Lets the session wait for nothing for longer than a second. Blocks.
    void hurry() {
        settings.hurry().forEach(this::ask);
    }

    /// Has the server prepare a statement, without executing it, and say what it is like. Blocks.
    public PreparedShape prepare(String sql) {
        return dialogue.prepare(sql);
    }

    /// What a failed statement means, under the limits that are set.
    public RivetException failure(Throwable cause) {
        return dialogue.failure(cause);
    }

    /// Ends the running statement on the server, from another connection. Does not block.
    ///
    /// @param then runs afterwards, whatever came of it
    public void kill(Runnable then) {
        Thread.ofVirtual()
                .name("rivet-kill")
                .start(
                        () -> {
                            killer.killQuery(server);
                            then.run();
                        });
    }

    /// Ends the connection without a word to the server. Does not block.
    void cut() {
        dialogue.cut();
    }

    /// Says goodbye, or cuts the line when that takes too long. Blocks.
    public void close() {
        dialogue.close();
    }
}
