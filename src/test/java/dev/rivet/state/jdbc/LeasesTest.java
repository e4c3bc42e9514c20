package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.ChildProcess;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases.Lease;
import dev.rivet.state.jdbc.ProcessIdentity.Life;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
    private static final ProcessIdentity SELF = ProcessIdentity.current();
    private static final ProcessIdentity ELSEWHERE =
            new ProcessIdentity("elsewhere", "another machine", 4711, null);

    @TempDir Path folder;

    private final SettableClock clock = new SettableClock();

    private JdbcStateStore open(ProcessIdentity self) {
        return JdbcStateStore.open(folder.resolve("state.db"), clock, self);
    }

    private static Lease take(JdbcStateStore store, String run) {
        return store.leases().acquire("orders", run, Duration.ZERO);
    }

    private static Code refusal(JdbcStateStore store, Duration wait) {
        return catchThrowableOfType(
                        RivetException.class, () -> store.leases().acquire("orders", "late", wait))
                .diagnostic()
                .code();
    }

    @Test
    void oneRunPerExport() {
        try (JdbcStateStore store = open(SELF);
                Lease lease = take(store, "orders_1");
                Lease other = store.leases().acquire("users", "users_1", Duration.ZERO)) {
            RivetException failure =
                    catchThrowableOfType(RivetException.class, () -> take(store, "orders_2"));
            assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            assertThat(failure.diagnostic().exitClass().exitCode()).isEqualTo(2);
            assertThat(failure)
                    .hasMessageContaining("process " + SELF.pid())
                    .hasMessageContaining(SELF.host())
                    .hasMessageContaining("2026-11-21T05:00:00Z")
                    .hasMessageContaining("orders_1");
            lease.confirm();
            other.confirm();
        }
    }

    @Test
    void leaseThatWasGivenBackIsFree() {
        try (JdbcStateStore store = open(SELF)) {
            take(store, "orders_1").close();
            take(store, "orders_2").close();
        }
    }

    @Test
    void waitingEndsAfterItsBound() {
        try (JdbcStateStore store = open(SELF);
                Lease lease = take(store, "orders_1")) {
            long start = System.nanoTime();
            assertThat(refusal(store, Duration.ofMillis(700))).isEqualTo(Code.STATE_LOCK_TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(700), Duration.ofSeconds(30));
            lease.confirm();
        }
    }

    @Test
    void waitingEndsWhenTheLeaseIsGivenBack() throws Exception {
        try (JdbcStateStore store = open(SELF);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Lease first = take(store, "orders_1");
            Future<Lease> second =
                    threads.submit(
                            () ->
                                    store.leases()
                                            .acquire("orders", "orders_2", Duration.ofSeconds(20)));
            Thread.sleep(100);
            assertThat(second.isDone()).isFalse();
            first.close();
            second.get().close();
        }
    }

    @Test
    void stalledOwnerLosesItsLeaseAndIsFencedOff() {
        try (JdbcStateStore here = open(SELF);
                JdbcStateStore there = open(ELSEWHERE)) {
            Lease stalled = take(here, "orders_1");
            clock.advance(Duration.ofSeconds(29));
            assertThat(refusal(there, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            clock.advance(Duration.ofSeconds(1));
            try (Lease second = take(there, "orders_2")) {
                RivetException failure =
                        catchThrowableOfType(RivetException.class, stalled::confirm);
                assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_LEASE_LOST);
                stalled.close();
                second.confirm();
                assertThat(refusal(here, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            }
        }
    }

    @Test
    void leaseThatRanOutUnnoticedIsStillOurs() {
        try (JdbcStateStore here = open(SELF);
                JdbcStateStore there = open(ELSEWHERE);
                Lease lease = take(here, "orders_1")) {
            clock.advance(Duration.ofMinutes(5));
            lease.confirm();
            assertThat(refusal(there, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
        }
    }

    @Test
    void heartbeatKeepsALeaseAlive() throws Exception {
        try (JdbcStateStore here = open(SELF);
                JdbcStateStore there = open(ELSEWHERE);
                Lease lease = take(here, "orders_1")) {
            clock.advance(Duration.ofSeconds(20));
            awaitHeartbeat();
            clock.advance(Duration.ofSeconds(20));
            assertThat(refusal(there, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            assertThatCode(lease::confirm).doesNotThrowAnyException();
        }
    }

    /// Until somebody has moved the lease's end beyond the first 30 seconds.
    private void awaitHeartbeat() throws Exception {
        for (int tries = 0; tries < 600; tries++) {
            if (Instant.parse(expiry()).isAfter(clock.instant().plusSeconds(20))) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no heartbeat within a minute");
    }

    private String expiry() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT expires_at FROM export_lease")) {
            return row.getString(1);
        }
    }

    @Test
    void deadProcessOfThisMachineIsReplacedAtOnce() throws Exception {
        Path file = folder.resolve("state.db");
        try (ChildProcess child = new ChildProcess(LeaseHolder.class, file.toString(), "first");
                JdbcStateStore store = JdbcStateStore.open(file)) {
            assertThat(child.line()).isEqualTo("held");
            assertThat(refusal(store, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            child.kill();
            take(store, "second").close();
        }
    }

    @Test
    void twoProcessesNeverHoldOneLease() throws Exception {
        Path file = folder.resolve("state.db");
        try (ChildProcess first = new ChildProcess(LeaseHolder.class, file.toString(), "a");
                ChildProcess second = new ChildProcess(LeaseHolder.class, file.toString(), "b")) {
            assertThat(new String[] {first.line(), second.line()})
                    .containsExactlyInAnyOrder("held", "STATE_RUN_IN_PROGRESS");
            assertThat(first.finish()).isZero();
            assertThat(second.finish()).isZero();
        }
        try (JdbcStateStore store = JdbcStateStore.open(file)) {
            take(store, "third").close();
        }
    }

    @Test
    void laterProcessWithTheSameNumberIsNotTheOwner() {
        long start = Objects.requireNonNull(SELF.startTicks());
        ProcessIdentity earlier =
                new ProcessIdentity(SELF.host(), SELF.machine(), SELF.pid(), start - 1);
        assertThat(SELF.lifeOf(earlier)).isEqualTo(Life.GONE);
        assertThat(SELF.lifeOf(SELF)).isEqualTo(Life.RUNNING);
        try (JdbcStateStore before = open(earlier);
                JdbcStateStore now = open(SELF)) {
            Lease lost = take(before, "orders_1");
            take(now, "orders_2").close();
            assertThat(catchThrowableOfType(RivetException.class, lost::confirm)).isNotNull();
        }
    }

    @Test
    void processesOfOtherMachinesAreNeverTakenForDead() {
        ProcessIdentity unseen = new ProcessIdentity(SELF.host(), "", 4711, null);
        assertThat(SELF.lifeOf(ELSEWHERE)).isEqualTo(Life.UNKNOWN);
        assertThat(unseen.lifeOf(unseen)).isEqualTo(Life.UNKNOWN);
    }

    @Test
    void clockThatIsMovedTakesNoLeaseAway() {
        try (JdbcStateStore here = open(SELF);
                JdbcStateStore other = open(SELF);
                Lease lease = take(here, "orders_1")) {
            for (long hours : new long[] {1, -5}) {
                clock.advance(Duration.ofHours(hours));
                assertThat(refusal(other, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
                lease.confirm();
            }
        }
    }

    /// A clock that was years ahead when the holder died does not keep the lease for years.
    @Test
    void endThatIsTooFarAwayIsNotBelieved() {
        try (JdbcStateStore there = open(ELSEWHERE);
                JdbcStateStore here = open(SELF)) {
            clock.advance(Duration.ofDays(3650));
            Lease dead = take(there, "orders_1");
            clock.advance(Duration.ofDays(-3650));
            assertThat(refusal(here, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            clock.advance(JdbcLeases.LIFETIME);
            take(here, "orders_2").close();
            assertThat(catchThrowableOfType(RivetException.class, dead::confirm)).isNotNull();
        }
    }

    @Test
    void holderOfAnotherMachineWhoseClockIsAheadKeepsItsLease() {
        SettableClock ahead = new SettableClock();
        ahead.advance(Duration.ofMinutes(5));
        try (JdbcStateStore there =
                        JdbcStateStore.open(folder.resolve("state.db"), ahead, ELSEWHERE);
                JdbcStateStore here = open(SELF);
                Lease lease = take(there, "orders_1")) {
            for (int beat = 0; beat < 10; beat++) {
                assertThat(refusal(here, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
                clock.advance(Duration.ofSeconds(10));
                ahead.advance(Duration.ofSeconds(10));
                lease.confirm();
            }
        }
    }

    @Test
    void rowsOfAnEarlierRivetAreUnderstood() throws Exception {
        try (JdbcStateStore store = open(SELF)) {
            take(store, "orders_1");
            execute("UPDATE export_lease SET start_ticks = NULL, process_start = '2026-01-01'");
            assertThat(refusal(store, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            execute("UPDATE export_lease SET pid = 2147483647");
            take(store, "orders_2").close();
        }
    }

    @Test
    void holderIsToldThatItsLeaseIsLost() throws Exception {
        try (JdbcStateStore store = open(SELF)) {
            CompletableFuture<RivetException> told = new CompletableFuture<>();
            Lease lease = take(store, "orders_1");
            lease.onLost(told::complete);
            execute("UPDATE export_lease SET token = 'of somebody else'");
            assertThat(told.get(60, TimeUnit.SECONDS).diagnostic().code())
                    .isEqualTo(Code.STATE_LEASE_LOST);
            CompletableFuture<RivetException> late = new CompletableFuture<>();
            lease.onLost(late::complete);
            assertThat(late).isCompleted();
        }
    }

    @Test
    void heartbeatSurvivesWhatIsNoException() throws Exception {
        AtomicInteger errors = new AtomicInteger();
        SettableClock failing =
                new SettableClock() {
                    @Override
                    public Instant instant() {
                        if (Thread.currentThread().getName().equals("rivet-lease")
                                && errors.incrementAndGet() == 1) {
                            throw new StackOverflowError("for a test");
                        }
                        return clock.instant();
                    }
                };
        try (JdbcStateStore here =
                        JdbcStateStore.open(folder.resolve("state.db"), failing, ELSEWHERE);
                Lease lease = take(here, "orders_1")) {
            clock.advance(Duration.ofSeconds(20));
            awaitHeartbeat();
            assertThat(errors.get()).isGreaterThan(1);
            lease.confirm();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void interruptedWaitStopsWithItsOwnCode() {
        try (JdbcStateStore store =
                        JdbcStateStore.open(folder.resolve("state.db"), Clock.systemUTC(), SELF);
                Lease lease = take(store, "orders_1")) {
            Thread.currentThread().interrupt();
            assertThat(refusal(store, Duration.ofSeconds(20))).isEqualTo(Code.RUN_INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
            lease.confirm();
        }
    }
}
