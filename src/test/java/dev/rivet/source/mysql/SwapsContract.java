package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.RivetException;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.testing.Hold;
import dev.rivet.testing.Moment;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.TcpProxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever happens to a table between any two statements of a read: the rows are exactly those
/// that it had before, exactly those that it has afterwards, or the read fails.
interface SwapsContract {
    /// Bytes of a row: enough for three connections, and for one.
    int MUCH = 500_000;

    int LITTLE = 10;

    LiveSource live();

    /// The statements of a table's read over one connection; the table's definition is held once
    /// the fourth is sent.
    private static List<Moment> ofATable() {
        return List.of(
                Moment.of("information_schema.TABLES"),
                Moment.of("START TRANSACTION"),
                Moment.of("(SELECT 1 FROM"),
                Moment.of("SELECT * FROM `sw`"),
                Moment.of("information_schema.COLUMNS"),
                Moment.of("information_schema.TABLES").nthTime(2),
                Moment.of("SHOW INDEX"),
                Moment.of("CAST(MIN("),
                Moment.of("BETWEEN ? AND ?"));
    }

    static Stream<Arguments> swapsOfATable() {
        return combined(List.of(Swap.values()), ofATable());
    }

    private static Stream<Arguments> combined(List<Swap> swaps, List<Moment> moments) {
        return swaps.stream()
                .flatMap(swap -> moments.stream().map(moment -> arguments(swap, named(moment))));
    }

    private static Named<Moment> named(Moment moment) {
        return Named.of(moment.words() + " no. " + moment.time(), moment);
    }

    @ParameterizedTest(name = "{0} before {1}")
    @MethodSource("swapsOfATable")
    default void aTableIsReadAsItWasAtOneMoment(Swap swap, Moment moment) {
        swap.prepare(live().server(), "INT", LITTLE);
        Outcome outcome = readAround(swap, moment, table(1), LITTLE);
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.rows()).isIn(outcome.before(), outcome.after());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Swap.class)
    default void aTableIsPagedAsItWasAtOneMoment(Swap swap) {
        boolean partitioned = swap == Swap.EXCHANGE_PARTITION || swap == Swap.DROP_PARTITION;
        swap.prepare(live().server(), partitioned ? "INT" : "VARCHAR(20)", LITTLE);
        Outcome outcome = readAround(swap, Moment.of("FORCE INDEX"), table(1), LITTLE);
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.rows()).isEqualTo(outcome.before());
    }

    /// While views begin, a swap that comes may take the table over; the read begins anew then, or
    /// it fails.
    static Stream<Arguments> swapsWhileViewsBegin() {
        Moment touch = Moment.of("(SELECT 1 FROM");
        return combined(
                List.of(Swap.RENAME, Swap.DROP_PARTITION, Swap.GHOST_CUT_OVER, Swap.RESCALE),
                List.of(
                        touch.nthTime(2),
                        touch.nthTime(3),
                        touch.nthTime(4),
                        Moment.of("UNLOCK TABLES")));
    }

    @ParameterizedTest(name = "{0} before {1}")
    @MethodSource("swapsWhileViewsBegin")
    default void viewsBeginOnOneTable(Swap swap, Moment moment) {
        swap.prepare(live().server(), "INT", MUCH);
        readAround(swap, moment, table(3), MUCH).assertExactOrFailed();
    }

    /// Before and after that the table is held: by the first connection, then by each of them.
    static Stream<Arguments> swapsUnderSeveralConnections() {
        return combined(
                List.of(Swap.RENAME, Swap.DROP_PARTITION, Swap.GHOST_CUT_OVER, Swap.RESCALE),
                List.of(
                        Moment.of("LOCK TABLES"),
                        Moment.of("CAST(MIN("),
                        Moment.of("BETWEEN ? AND ?"),
                        Moment.of("BETWEEN ? AND ?").nthTime(2)));
    }

    @ParameterizedTest(name = "{0} before {1}")
    @MethodSource("swapsUnderSeveralConnections")
    default void severalConnectionsReadTheTableThatWasDescribed(Swap swap, Moment moment) {
        swap.prepare(live().server(), "INT", MUCH);
        Outcome outcome = readAround(swap, moment, table(3), MUCH);
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.rows()).isEqualTo(outcome.before());
    }

    /// The statements of a query's read, with the last execution of a prepared one.
    private static List<Moment> ofAQuery() {
        String query = "SELECT id, v FROM sw";
        return List.of(
                Moment.of(query),
                Moment.of("information_schema.COLUMNS"),
                Moment.of("START TRANSACTION"),
                Moment.of(query).nthTime(2),
                Moment.when("its execution", SwapsContract::executes).nthTime(2));
    }

    private static boolean executes(String chunk) {
        int execute = 0x17;
        return chunk.length() > 4 && chunk.charAt(4) == execute;
    }

    static Stream<Arguments> swapsUnderAQuery() {
        return combined(List.of(Swap.values()), ofAQuery());
    }

    @ParameterizedTest(name = "{0} before {1}")
    @MethodSource("swapsUnderAQuery")
    default void aQueryReadsWhatWasThereAtOneMoment(Swap swap, Moment moment) {
        swap.prepare(live().server(), "INT", LITTLE);
        Outcome outcome =
                readAround(swap, moment, LiveSource.query("SELECT id, v FROM sw"), LITTLE);
        outcome.assertExactOrFailed();
        if (swap != Swap.RESCALE) {
            assertThat(outcome.failure()).isNull();
        }
    }

    private static ReadRequest table(int parallel) {
        Tuning tuning =
                Tunings.of(
                        "test",
                        10,
                        4 << 20,
                        Duration.ZERO,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        0,
                        parallel);
        return LiveSource.request(new Selection.Table(null, "sw"), Map.of(), null, tuning);
    }

    /// What came of a read, and what the table had before and after the swap.
    ///
    /// @param rows as `id:v`, sorted
    record Outcome(
            List<String> rows,
            @Nullable RivetException failure,
            List<String> before,
            List<String> after) {
        void assertExactOrFailed() {
            RivetException cause = failure;
            if (cause == null) {
                assertThat(rows).isIn(before, after);
            } else {
                assertThat(cause.diagnostic().retryable()).as(cause.getMessage()).isTrue();
            }
        }
    }

    private Outcome readAround(Swap swap, Moment moment, ReadRequest request, int padBytes) {
        MySqlServer server = live().server();
        List<String> before = rows(server);
        try (TcpProxy proxy = TcpProxy.to(server.endpoint());
                MySqlSource source = through(proxy)) {
            Hold hold = proxy.holdAt(moment);
            CompletableFuture<Outcome> reading = Waiting.start(() -> read(source, request));
            // A connection may find all ranges taken, and send nothing.
            Waiting.until(() -> hold.isReached() || reading.isDone());
            CompletableFuture<Void> swapping = Waiting.start(() -> swap.happen(server, padBytes));
            Waiting.until(() -> swapping.isDone() || Swap.waits(server));
            hold.release();
            Outcome outcome = Waiting.until(reading);
            Waiting.until(swapping);
            return new Outcome(outcome.rows(), outcome.failure(), before, rows(server));
        }
    }

    private MySqlSource through(TcpProxy proxy) {
        var direct = new SourceConfig.MySql(live().server().endpoint(), Tls.DISABLED);
        return new MySqlSource(proxy.source(direct), live().vertx(), LiveSource.PATIENCE);
    }

    private static Outcome read(MySqlSource source, ReadRequest request) {
        try (SourceSession session = source.open("orders")) {
            List<String> rows =
                    BatchValues.rows(LiveSource.read(session, session.describe(request))).stream()
                            .map(row -> row(row.get(0), row.get(1)))
                            .sorted()
                            .toList();
            return new Outcome(rows, null, List.of(), List.of());
        } catch (RivetException e) {
            return new Outcome(List.of(), e, List.of(), List.of());
        }
    }

    private static String row(@Nullable Object id, @Nullable Object v) {
        return id + ":" + new BigDecimal(String.valueOf(v)).stripTrailingZeros();
    }

    private static List<String> rows(MySqlServer server) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.connect();
                ResultSet found =
                        connection.createStatement().executeQuery("SELECT id, v FROM sw")) {
            while (found.next()) {
                rows.add(row(found.getString(1), found.getBigDecimal(2)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows.stream().sorted().toList();
    }
}
