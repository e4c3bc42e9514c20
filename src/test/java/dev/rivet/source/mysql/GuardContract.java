package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.row.RowBatch;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.Hold;
import dev.rivet.testing.Moment;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How read views begin on several connections, and whom that keeps waiting.
interface GuardContract {
    int ROWS = 40;
    String SHARED = "key ranges by id, 3 connections, one snapshot";

    LiveSource live();

    /// 20 MB, enough for three connections.
    static void fill(MySqlServer server, int first) {
        StringBuilder rows = new StringBuilder("INSERT INTO guarded VALUES ");
        for (int id = first; id < first + ROWS; id++) {
            rows.append(id == first ? "" : ", ");
            rows.append(String.format(Locale.ROOT, "(%d, REPEAT('x', 500000))", id));
        }
        server.execute(
                "DROP TABLE IF EXISTS guarded",
                "CREATE TABLE guarded (id INT PRIMARY KEY, pad LONGTEXT)",
                rows.toString(),
                "ANALYZE TABLE guarded");
    }

    private static ReadRequest request() {
        Tuning tuning =
                Tunings.of(
                        "test",
                        10,
                        4 << 20,
                        Duration.ZERO,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        0,
                        3);
        return LiveSource.request(new Selection.Table(null, "guarded"), Map.of(), null, tuning);
    }

    private MySqlSource through(TcpProxy proxy) {
        var direct = new SourceConfig.MySql(live().server().endpoint(), Tls.DISABLED);
        return new MySqlSource(proxy.source(direct), live().vertx(), LiveSource.PATIENCE);
    }

    /// What came of a read.
    ///
    /// @param remarks besides the rows
    record Reading(List<Integer> ids, String path, List<String> remarks) {}

    private static Reading read(MySqlSource source) {
        try (SourceSession session = source.open("guarded")) {
            ReadPlan plan = session.describe(request());
            var read = session.read(plan, LiveSource.OPEN);
            List<RowBatch> batches =
                    read.streams().stream()
                            .map(each -> each.batches().collect().asList())
                            .map(each -> each.subscribeAsCompletionStage())
                            .toList()
                            .stream()
                            .flatMap(each -> Waiting.until(each).stream())
                            .toList();
            List<Integer> ids =
                    BatchValues.column(batches, 0).stream()
                            .map(each -> Integer.valueOf(String.valueOf(each)))
                            .sorted()
                            .toList();
            return new Reading(ids, plan.path(), read.remarks());
        }
    }

    static CompletableFuture<Reading> startReading(MySqlSource source) {
        return Waiting.start(() -> read(source));
    }

    static List<Integer> ids(int first) {
        return IntStream.range(first, first + ROWS).boxed().toList();
    }

    private CompletableFuture<Duration> startWriting() {
        return Waiting.start(
                () -> {
                    long began = System.nanoTime();
                    live().server().execute("UPDATE guarded SET pad = pad WHERE id = 1");
                    return Duration.ofNanos(System.nanoTime() - began);
                });
    }

    @Test
    default void theViewsBeginAtOnce() {
        fill(live().server(), 1);
        try (TcpProxy proxy = TcpProxy.to(live().server().endpoint());
                MySqlSource source = through(proxy);
                Hold first = proxy.holdAt(Moment.of("(SELECT 1 FROM").nthTime(2))) {
            CompletableFuture<Reading> reading = startReading(source);
            Waiting.until(
                    () ->
                            proxy.connections().stream()
                                            .filter(each -> each.hasSent("(SELECT 1 FROM"))
                                            .count()
                                    == 3);
            assertThat(first.isReached()).isTrue();
            first.release();
            assertThat(Waiting.until(reading).ids()).isEqualTo(ids(1));
        }
    }

    /// The client is cut off, and nobody tells the server: it waits for two seconds.
    @Test
    default void aNetworkThatDiesWhileTheLockIsHeldLetsWritersInAfterSeconds() {
        fill(live().server(), 1);
        try (TcpProxy proxy = TcpProxy.to(live().server().endpoint());
                MySqlSource source = through(proxy);
                Hold unlock = proxy.holdAt("UNLOCK TABLES")) {
            CompletableFuture<Reading> reading = startReading(source);
            unlock.await();
            proxy.freeze();
            assertThat(Waiting.until(startWriting())).isLessThan(Duration.ofSeconds(8));
            proxy.thaw();
            unlock.release();
            assertThat(Waiting.until(reading).ids()).isEqualTo(ids(1));
        }
    }

    @Test
    default void aLockThatIsHeldForTooLongIsCutAndOneConnectionReads() {
        fill(live().server(), 1);
        try (TcpProxy proxy = TcpProxy.to(live().server().endpoint());
                MySqlSource source = through(proxy);
                Hold unlock = proxy.holdAt("UNLOCK TABLES")) {
            CompletableFuture<Reading> reading = startReading(source);
            unlock.await();
            Waiting.until(startWriting());
            Reading done = Waiting.until(reading);
            assertThat(done.ids()).isEqualTo(ids(1));
            assertThat(done.remarks())
                    .containsExactly("read over one connection: no read views within 1 s");
        }
    }

    /// It waits until the read is over; the application's statements behind it do, too. But no
    /// connection of the read waits behind it, for which another one would wait.
    @Test
    default void aDefinitionThatIsToChangeKeepsNoConnectionWaiting() {
        fill(live().server(), 1);
        try (TcpProxy proxy = TcpProxy.to(live().server().endpoint());
                MySqlSource source = through(proxy);
                Hold second = proxy.holdAt(Moment.of("BETWEEN ? AND ?").nthTime(2))) {
            CompletableFuture<Reading> reading = startReading(source);
            second.await();
            CompletableFuture<Void> changing =
                    Waiting.start(() -> live().server().execute("ALTER TABLE guarded FORCE"));
            Waiting.until(() -> Waiting.forTable(live().server(), "ALTER TABLE guarded%"));
            second.release();
            Reading done = Waiting.until(reading);
            assertThat(done.ids()).isEqualTo(ids(1));
            assertThat(done.path()).isEqualTo(SHARED);
            Waiting.until(changing);
        }
    }
}
