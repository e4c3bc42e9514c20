package dev.rivet.source.mysql;

import dev.rivet.config.SourceConfig;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.source.Source;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.connect.Await;
import dev.rivet.source.mysql.connect.Connector;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.ServerIdentity;
import dev.rivet.source.mysql.connect.SessionSettings;
import dev.rivet.source.mysql.wire.ServerErrors;
import dev.rivet.source.mysql.wire.WireTap;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A MySQL or MariaDB server; which of the two shows when it answers.
public final class MySqlSource implements Source {
    private static final Duration SETUP = Duration.ofSeconds(30);
    private static final Duration KILL = Duration.ofSeconds(5);

    private final SourceConfig.MySql config;
    private final Connector connector;

    /// A source whose sessions run on that Vert.x.
    ///
    /// @param vertx runs the connections' event loops; stays open
    public MySqlSource(SourceConfig.MySql config, Vertx vertx) {
        this.config = config;
        this.connector = new Connector(config, vertx);
    }

    @Override
    public SourceSession open(String exportName) {
        return new MySqlSession(
                link(exportName), () -> link(exportName), config.endpoint().database());
    }

    private Link link(String exportName) {
        MySQLConnection connection = connector.connect(exportName);
        try {
            Row hello =
                    ask(connection, "SELECT VERSION(), CONNECTION_ID(), @@SESSION.sql_mode")
                            .iterator()
                            .next();
            ServerIdentity server = ServerIdentity.of(hello.getString(0), hello.getLong(1));
            for (String each : SessionSettings.opening(server, hello.getString(2))) {
                ask(connection, each);
            }
            requireUtc(connection);
            WireTap tap = WireTap.on(connection);
            return new Link(connection, tap, server, this::killQuery);
        } catch (RivetException e) {
            connection.close();
            throw e;
        }
    }

    private static RowSet<Row> ask(MySQLConnection connection, String sql) {
        return Await.within(SETUP, connection.query(sql).execute(), ServerErrors::of);
    }

    private static void requireUtc(MySQLConnection connection) {
        String zone = ask(connection, "SELECT @@SESSION.time_zone").iterator().next().getString(0);
        if (!SessionSettings.UTC.equals(zone)) {
            String message =
                    "the session's time zone stayed %s although rivet set %s"
                            .formatted(zone, SessionSettings.UTC);
            throw Diagnostic.of(Code.SOURCE_SESSION_TIME_ZONE_NOT_APPLIED, message).toException();
        }
    }

    private void killQuery(long connectionId) {
        try {
            MySQLConnection second = connector.connect("kill");
            second.query("KILL QUERY " + connectionId)
                    .execute()
                    .onComplete(result -> second.close())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(KILL.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(gone -> null)
                    .join();
        } catch (RivetException unreachable) {
            // The server is gone, or full: the closed socket has to do.
        }
    }

    @Override
    public void close() {
        // Connections belong to sessions, the event loops to the caller.
    }
}
