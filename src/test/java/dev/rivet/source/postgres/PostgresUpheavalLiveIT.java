package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.testing.Hold;
import dev.rivet.testing.Moment;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.TcpProxy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Tables, views and partitions that are replaced while rivet begins to read them: before each
/// message that it sends to the server, and while it waits for the one who replaces them. A read
/// brings what was there before, or what is there afterwards, or fails.
class PostgresUpheavalLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();

    /// Those before connect and log in.
    private static final int FIRST_MESSAGE = 4;

    private enum When {
        /// All of it between two messages of rivet; then it waits for rivet, if for anybody.
        BETWEEN,
        /// Begun before rivet, and committed between two of its messages or while it waits.
        IN_FLIGHT
    }

    private enum Outcome {
        OLD,
        NEW,
        FAILURE
    }

    @TestFactory
    Stream<DynamicTest> oldOrNewWheneverItChanges() {
        return tests(Upheaval.all(), When.BETWEEN, 1, 1);
    }

    @TestFactory
    Stream<DynamicTest> oldOrNewWhenTheChangeIsInFlight() {
        return tests(Upheaval.all(), When.IN_FLIGHT, 1, 1);
    }

    @TestFactory
    Stream<DynamicTest> oldOrNewOverTwoConnections() {
        return tests(Upheaval.ofLargeTables(), When.BETWEEN, 2, 1);
    }

    @TestFactory
    Stream<DynamicTest> oldOrNewOverTwoConnectionsWhenTheChangeIsInFlight() {
        return tests(Upheaval.ofLargeTables(), When.IN_FLIGHT, 2, 1);
    }

    @TestFactory
    Stream<DynamicTest> oldOrNewWhileTheSecondConnectionIsOpened() {
        return tests(Upheaval.ofLargeTables(), When.BETWEEN, 2, 2);
    }

    private static Stream<DynamicTest> tests(
            List<Upheaval> upheavals, When when, int parallel, int connection) {
        return upheavals.stream()
                .map(each -> new Scene(each, when, parallel, connection))
                .map(each -> dynamicTest(each.upheaval.name(), () -> sweep(each)));
    }

    private static void sweep(Scene scene) throws Exception {
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        int message = FIRST_MESSAGE;
        while (scene.play(message, outcomes)) {
            message++;
        }
        assertThat(message).isGreaterThan(FIRST_MESSAGE);
        assertThat(outcomes).isNotEqualTo(EnumSet.of(Outcome.FAILURE));
    }

    private record Scene(Upheaval upheaval, When when, int parallel, int connection) {
        /// Returns whether rivet sent so many messages before it was over, or waited.
        boolean play(int message, Set<Outcome> outcomes) throws Exception {
            SERVER.execute(upheaval.setup().toArray(String[]::new));
            List<String> before = upheaval.rows(SERVER);
            try (TcpProxy proxy = TcpProxy.to(SERVER.source().endpoint());
                    Transaction change = new Transaction(SERVER)) {
                if (when == When.IN_FLIGHT) {
                    change.execute(upheaval.change());
                }
                Hold hold = proxy.holdAt(moment(message));
                CompletableFuture<Reading.Result> read =
                        CompletableFuture.supplyAsync(() -> read(proxy), Transaction.ASIDE);
                Transaction.until(() -> hold.isReached() || read.isDone() || change.isWaitedFor());
                boolean reached = hold.isReached();
                change.begin(() -> finish(change));
                hold.release();
                outcomes.add(outcome(message, read, before, change));
                return reached;
            }
        }

        private Moment moment(int message) {
            return new Moment("a message", _ -> true, OptionalInt.of(connection), message);
        }

        private Reading.Result read(TcpProxy proxy) {
            Reading reading =
                    new Reading(proxy.source(SERVER.source()))
                            .impatient()
                            .tuned(
                                    Squeezed.tuning(
                                            parallel,
                                            1 << 20,
                                            0,
                                            Duration.ofSeconds(60),
                                            Duration.ofSeconds(20)));
            return reading.all(upheaval.request(reading));
        }

        private void finish(Transaction change) {
            if (when == When.BETWEEN) {
                change.execute(upheaval.change());
            }
            change.commit();
        }

        private Outcome outcome(
                int message,
                CompletableFuture<Reading.Result> read,
                List<String> before,
                Transaction change)
                throws Exception {
            try {
                List<String> rows = Upheaval.rows(read.get(60, TimeUnit.SECONDS));
                change.end();
                List<String> after = upheaval.rows(SERVER);
                assertThat(after).isNotEqualTo(before);
                assertThat(rows).as("changed at message " + message).isIn(before, after);
                return rows.equals(before) ? Outcome.OLD : Outcome.NEW;
            } catch (ExecutionException failed) {
                assertThat(failed.getCause())
                        .isInstanceOfSatisfying(
                                RivetException.class,
                                failure ->
                                        assertThat(failure.diagnostic().code())
                                                .as(failure.getMessage())
                                                .isEqualTo(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ));
                change.end();
                return Outcome.FAILURE;
            }
        }
    }
}
