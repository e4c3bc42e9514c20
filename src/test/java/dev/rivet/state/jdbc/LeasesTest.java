package dev.rivet.state.jdbc;

import static dev.rivet.state.jdbc.LeasesContract.refusal;
import static dev.rivet.state.jdbc.LeasesContract.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.state.Leases.Lease;
import dev.rivet.state.jdbc.ProcessIdentity.Life;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest implements LeasesContract {
    @TempDir Path folder;

    private final SettableClock clock = new SettableClock();
    private StateBackend backend;

    @BeforeEach
    void choose() {
        backend = new SqliteBackend(folder.resolve("state.db"), clock);
    }

    @Override
    public StateBackend backend() {
        return backend;
    }

    @Test
    void clockThatIsMovedTakesNoLeaseAway() {
        try (JdbcStateStore here = backend.open(SELF);
                JdbcStateStore other = backend.open(SELF);
                Lease lease = take(here, "orders_1")) {
            for (long hours : new long[] {1, -5}) {
                clock.advance(Duration.ofHours(hours));
                assertThat(refusal(other, Duration.ZERO)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
                lease.confirm();
            }
        }
    }

    @Test
    void holderOfAnotherMachineWhoseClockIsAheadKeepsItsLease() {
        SettableClock ahead = new SettableClock();
        ahead.advance(Duration.ofMinutes(5));
        try (JdbcStateStore there =
                        JdbcStateStore.open(folder.resolve("state.db"), ahead, ELSEWHERE);
                JdbcStateStore here = backend.open(SELF);
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

    @Test
    void processesOfOtherMachinesAreNeverTakenForDead() {
        ProcessIdentity unseen = new ProcessIdentity(SELF.host(), "", 4711, null);
        assertThat(SELF.lifeOf(ELSEWHERE)).isEqualTo(Life.UNKNOWN);
        assertThat(unseen.lifeOf(unseen)).isEqualTo(Life.UNKNOWN);
    }
}
