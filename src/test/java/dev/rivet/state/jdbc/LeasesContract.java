package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.ChildProcess;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases.Lease;
import dev.rivet.state.jdbc.ProcessIdentity.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// One run per export, whoever asks.
interface LeasesContract {
    ProcessIdentity SELF = ProcessIdentity.current();
    ProcessIdentity ELSEWHERE = new ProcessIdentity("elsewhere", "another machine", 4711, null);

    StateBackend backend();

    static Lease take(JdbcStateStore store, String run) {
        return store.leases().acquire("orders", run, Duration.ZERO);
    }

    static Code refusal(JdbcStateStore store, Duration wait) {
        return catchThrowableOfType(
                        RivetException.class, () -> store.leases().acquire("orders", "late", wait))
                .diagnostic()
                .code();
    }

    @Test
    default void oneRunPerExport() {
        try (JdbcStateStore store = backend().open(SELF);
                Lease lease = take(store, "orders_1");
                Lease other = store.leases().acquire("users", "users_1", Duration.ZERO)) {
            RivetException failure =
                    catchThrowableOfType(RivetException.class, () -> take(store, "orders_2"));
            assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            assertThat(failure.diagnostic().exitClass().exitCode()).isEqualTo(2);
            assertThat(failure)
                    .hasMessageContaining("process " + SELF.pid())
                    .hasMessageContaining(SELF.host())
                    .hasMessageContaining(" since 20")
                    .hasMessageContaining("orders_1");
            lease.confirm();
            other.confirm();
        }
    }

    @Test
    default void leaseThatWasGivenBackIsFree() {
        try (JdbcStateStore store = backend().open(SELF)) {
            take(store, "orders_1").close();
            take(store, "orders_2").close();
        }
    }

    @Test
    default void waitingEndsAfterItsBound() {
        try (JdbcStateStore store = backend().open(SELF);
                Lease lease = take(store, "orders_1")) {
            long start = System.nanoTime();
            assertThat(refusal(store, Duration.ofMillis(700))).isEqualTo(Code.STATE_LOCK_TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(700), Duration.ofSeconds(30));
            lease.confirm();
        }
    }

    @Test
    default void waitingEndsWhenTheLeaseIsGivenBack() throws Exception {
        try (JdbcStateStore store = backend().open(SELF);
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
    default void stalledOwnerLosesItsLeaseAndIsFencedOff() throws Exception {
        try (JdbcStateStore here = backend().open(SELF);
                JdbcStateStore there = backend().open(ELSEWHERE)) {
            Lease stalled = take(here, "orders_1");
            backend().advance(Duration.ofSeconds(29));
            assertThat(refusal(there, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            backend().advance(Duration.ofSeconds(1));
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
    default void leaseThatRanOutUnnoticedIsStillOurs() throws Exception {
        try (JdbcStateStore here = backend().open(SELF);
                JdbcStateStore there = backend().open(ELSEWHERE);
                Lease lease = take(here, "orders_1")) {
            backend().advance(Duration.ofMinutes(5));
            lease.confirm();
            assertThat(refusal(there, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
        }
    }

    @Test
    default void heartbeatKeepsALeaseAlive() throws Exception {
        try (JdbcStateStore here = backend().open(SELF);
                JdbcStateStore there = backend().open(ELSEWHERE);
                Lease lease = take(here, "orders_1")) {
            backend().advance(Duration.ofSeconds(20));
            awaitHeartbeat();
            backend().advance(Duration.ofSeconds(20));
            assertThat(refusal(there, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            assertThatCode(lease::confirm).doesNotThrowAnyException();
        }
    }

    /// Until somebody has moved the lease's end beyond the first 30 seconds.
    default void awaitHeartbeat() throws Exception {
        for (int tries = 0; tries < 600; tries++) {
            Instant end =
                    Instant.parse(
                            backend().select("SELECT expires_at FROM export_lease").getFirst());
            if (end.isAfter(backend().now().plusSeconds(20))) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no heartbeat within a minute");
    }

    @Test
    default void deadProcessOfThisMachineIsReplacedAtOnce() throws Exception {
        try (ChildProcess child = new ChildProcess(LeaseHolder.class, backend().url(), "first");
                JdbcStateStore store = backend().open()) {
            assertThat(child.line()).isEqualTo("held");
            assertThat(refusal(store, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            child.kill();
            take(store, "second").close();
        }
    }

    @Test
    default void twoProcessesNeverHoldOneLease() throws Exception {
        try (ChildProcess first = new ChildProcess(LeaseHolder.class, backend().url(), "a");
                ChildProcess second = new ChildProcess(LeaseHolder.class, backend().url(), "b")) {
            assertThat(new String[] {first.line(), second.line()})
                    .containsExactlyInAnyOrder("held", "STATE_RUN_IN_PROGRESS");
            assertThat(first.finish()).isZero();
            assertThat(second.finish()).isZero();
        }
        try (JdbcStateStore store = backend().open()) {
            take(store, "third").close();
        }
    }

    @Test
    default void laterProcessWithTheSameNumberIsNotTheOwner() {
        long start = Objects.requireNonNull(SELF.startTicks());
        ProcessIdentity earlier =
                new ProcessIdentity(SELF.host(), SELF.machine(), SELF.pid(), start - 1);
        assertThat(SELF.lifeOf(earlier)).isEqualTo(Life.GONE);
        assertThat(SELF.lifeOf(SELF)).isEqualTo(Life.RUNNING);
        try (JdbcStateStore before = backend().open(earlier);
                JdbcStateStore now = backend().open(SELF)) {
            Lease lost = take(before, "orders_1");
            take(now, "orders_2").close();
            assertThat(catchThrowableOfType(RivetException.class, lost::confirm)).isNotNull();
        }
    }

    /// A clock that was years ahead when the holder died does not keep the lease for years.
    @Test
    default void endThatIsTooFarAwayIsNotBelieved() throws Exception {
        try (JdbcStateStore there = backend().open(ELSEWHERE);
                JdbcStateStore here = backend().open(SELF)) {
            backend().advance(Duration.ofDays(3650));
            Lease dead = take(there, "orders_1");
            backend().advance(Duration.ofDays(-3650));
            assertThat(refusal(here, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            backend().advance(JdbcLeases.LIFETIME);
            take(here, "orders_2").close();
            assertThat(catchThrowableOfType(RivetException.class, dead::confirm)).isNotNull();
        }
    }

    @Test
    default void rowsOfAnEarlierRivetAreUnderstood() throws Exception {
        try (JdbcStateStore store = backend().open(SELF)) {
            take(store, "orders_1");
            backend()
                    .execute(
                            "UPDATE export_lease SET start_ticks = NULL, process_start = '2026-01-01'");
            assertThat(refusal(store, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            backend().execute("UPDATE export_lease SET pid = 2147483647");
            take(store, "orders_2").close();
        }
    }

    @Test
    default void holderIsToldThatItsLeaseIsLost() throws Exception {
        try (JdbcStateStore store = backend().open(SELF)) {
            CompletableFuture<RivetException> told = new CompletableFuture<>();
            Lease lease = take(store, "orders_1");
            lease.onLost(told::complete);
            backend().execute("UPDATE export_lease SET token = 'of somebody else'");
            assertThat(told.get(60, TimeUnit.SECONDS).diagnostic().code())
                    .isEqualTo(Code.STATE_LEASE_LOST);
            CompletableFuture<RivetException> late = new CompletableFuture<>();
            lease.onLost(late::complete);
            assertThat(late).isCompleted();
        }
    }

    @Test
    default void interruptedWaitStopsWithItsOwnCode() {
        try (JdbcStateStore store = backend().open(SELF);
                Lease lease = take(store, "orders_1")) {
            Thread.currentThread().interrupt();
            assertThat(refusal(store, Duration.ofSeconds(20))).isEqualTo(Code.RUN_INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
            lease.confirm();
        }
    }

    /// Machines that all ask at once: 20 times, four of them, with connections of their own.
    @Test
    default void oneOfManyWhoAskAtOnceHoldsTheLease() throws Exception {
        List<JdbcStateStore> stores = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                stores.add(
                        backend()
                                .open(new ProcessIdentity("host" + i, "machine " + i, 4711, null)));
            }
            for (int round = 0; round < 20; round++) {
                String run = "orders_" + round;
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Optional<Lease>>> asked = new ArrayList<>();
                for (JdbcStateStore store : stores) {
                    asked.add(threads.submit(() -> askedFor(store, run, start)));
                }
                start.countDown();
                List<Lease> held = new ArrayList<>();
                for (Future<Optional<Lease>> each : asked) {
                    each.get().ifPresent(held::add);
                }
                assertThat(held).as("round " + round).hasSize(1);
                held.getFirst().confirm();
                if (round % 2 == 0) {
                    held.getFirst().close();
                } else {
                    backend().advance(Duration.ofSeconds(31));
                }
            }
        } finally {
            stores.forEach(JdbcStateStore::close);
        }
    }

    private static Optional<Lease> askedFor(JdbcStateStore store, String run, CountDownLatch start)
            throws InterruptedException {
        start.await();
        try {
            return Optional.of(take(store, run));
        } catch (RivetException refused) {
            assertThat(refused.diagnostic().code()).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            return Optional.empty();
        }
    }
}
