package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.config.Tls;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.Direction;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.ProxiedConnection;
import dev.rivet.testing.TcpProxy;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Two servers behind one address, as balancers and names of several readers have them.
interface OtherServerContract {
    LiveSource live();

    /// A second server of the same product, younger than the first.
    MySqlServer other();

    private MySqlSource through(TcpProxy proxy) {
        var direct = new SourceConfig.MySql(live().server().endpoint(), Tls.DISABLED);
        return new MySqlSource(proxy.source(direct), live().vertx(), LiveSource.PATIENCE);
    }

    @Test
    default void connectionsThatLeadToAnotherServerAreNotReadFrom() {
        Endpoint first = live().server().endpoint();
        GuardContract.fill(live().server(), 1);
        GuardContract.fill(other(), 1001);
        try (TcpProxy proxy = TcpProxy.balancing(List.of(first, other().endpoint(), first));
                MySqlSource source = through(proxy)) {
            GuardContract.Reading done = Waiting.until(GuardContract.startReading(source));
            assertThat(done.ids()).isEqualTo(GuardContract.ids(1));
            assertThat(done.remarks())
                    .containsExactly(
                            "read over one connection: another server answered at the same"
                                    + " address");
        }
    }

    /// On the other server, another client has the connection of the same number.
    @Test
    default void aStatementOfTheSameNumberOnAnotherServerIsLeftAlone() throws SQLException {
        GuardContract.fill(live().server(), 1);
        Endpoint first = live().server().endpoint();
        while (number(live().server()) < number(other()) + 10) {
            live().server().execute("DO 0");
        }
        try (TcpProxy proxy = TcpProxy.balancing(List.of(first, other().endpoint()));
                MySqlSource source = through(proxy);
                SourceSession session = source.open("guarded");
                Connection victim = ofNumber(other(), number(live().server()) - 1);
                Statement statement = victim.createStatement()) {
            ReadPlan plan = session.describe(LiveSource.query("SELECT SLEEP(5) AS n"));
            AssertSubscriber<RowBatch> reading =
                    session.read(plan, LiveSource.OPEN)
                            .streams()
                            .getFirst()
                            .batches()
                            .subscribe()
                            .withSubscriber(AssertSubscriber.create(1));
            CompletableFuture<Integer> sleeping = Waiting.start(() -> sleep(statement));
            Waiting.until(() -> Waiting.count(other(), "info = 'SELECT SLEEP(4)'") > 0);
            Waiting.until(() -> Waiting.count(live().server(), "info LIKE 'SELECT SLEEP(5)%'") > 0);
            reading.cancel();
            Waiting.until(() -> proxy.connections().size() == 2);
            ProxiedConnection killer = proxy.connections().get(1);
            killer.awaitEnd(Direction.TO_SERVER);
            assertThat(killer.hasSent("KILL")).isFalse();
            int uninterrupted = 0;
            assertThat(Waiting.until(sleeping)).isEqualTo(uninterrupted);
        }
    }

    private static int sleep(Statement statement) {
        try (ResultSet rows = statement.executeQuery("SELECT SLEEP(4)")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The number of a new connection.
    private static long number(MySqlServer server) {
        return Waiting.number(server, "SELECT CONNECTION_ID()");
    }

    private static Connection ofNumber(MySqlServer server, long number) throws SQLException {
        while (true) {
            Connection connection = server.connect();
            try (ResultSet found =
                    connection.createStatement().executeQuery("SELECT CONNECTION_ID()")) {
                found.next();
                if (found.getLong(1) == number) {
                    return connection;
                }
            }
            connection.close();
        }
    }
}
