package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.product.FaultWalk.Outcome;
import dev.rivet.testing.Faults.Action;
import dev.rivet.testing.Faults.Call;
import dev.rivet.testing.Faults.Fault;
import dev.rivet.testing.Faults.When;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run over a delivery that stands already, gone wrong at each change that it makes to its
/// destination and to its state.
class CommitPointsIT {
    private static final String TABLE = "commit_points";

    @TempDir static Path root;

    private static Visible old;
    private static FaultWalk destination;
    private static FaultWalk state;
    private static List<Call> published;
    private static List<Call> kept;

    @BeforeAll
    static void deliverOnce() throws Exception {
        PostgresServer.newest()
                .execute(
                        "DROP TABLE IF EXISTS " + TABLE,
                        "CREATE TABLE " + TABLE + " (id int PRIMARY KEY, text text)",
                        "INSERT INTO " + TABLE + " VALUES (1, repeat('a', 2000))");
        Scene beginning = Scene.of(Files.createDirectory(root.resolve("beginning")), TABLE);
        old = beginning.run();
        old.requireWhole();
        PostgresServer.newest().execute("INSERT INTO " + TABLE + " VALUES (2, repeat('b', 2000))");
        destination = new FaultWalk(beginning, Scene::destination, root);
        state = new FaultWalk(beginning, Scene::state, root);
        published = destination.calls();
        kept = state.calls();
    }

    private static List<Fault> faults(
            Action action, When when, List<Call> calls, Predicate<Call> wanted, int most) {
        List<Integer> points = calls.stream().filter(wanted).map(Call::number).toList();
        return FaultWalk.some(points, most).stream()
                .map(point -> new Fault(action, when, point))
                .toList();
    }

    private static List<Fault> faults(Action action, List<Call> calls, int most) {
        return faults(action, When.BEFORE, calls, call -> true, most);
    }

    private static boolean isNew(Visible visible) {
        return !visible.run().equals(old.run());
    }

    private static List<String> parts(Visible... deliveries) {
        return Stream.of(deliveries)
                .flatMap(each -> each.parts().stream())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void theCallsAreThoseOfTheProtocol() {
        assertThat(published.stream().filter(Call::isVisible))
                .extracting(call -> call.name() + " " + call.path().getFileName())
                .map(call -> call.replaceAll("orders_.*\\.", "RUN."))
                .containsExactly(
                        "rename RUN.csv",
                        "rename RUN.csv",
                        "unlink _SUCCESS",
                        "rename manifest.json",
                        "rename manifest-RUN.json",
                        "rename _SUCCESS");
        assertThat(kept).extracting(Call::name).contains("write", "sync");
    }

    @Test
    void aRunKilledAtTheDestinationLeavesAWholeDeliveryAndTheNextHeals() throws Exception {
        destination.go(faults(Action.KILL, published, Integer.MAX_VALUE), this::killed);
    }

    @Test
    void aRunKilledAtItsStateLeavesAWholeDeliveryAndTheNextHeals() throws Exception {
        state.go(faults(Action.KILL, kept, 12), this::killed);
    }

    private void killed(Outcome outcome) {
        assertThat(outcome.result().exitCode()).isEqualTo(outcome.faults().happened() ? 137 : 0);
        Scene scene = outcome.scene();
        Visible left = scene.visible();
        left.requireWhole();
        Visible next = scene.run();
        next.requireWhole();
        assertThat(next.isMarked()).isTrue();
        assertThat(next.run()).isNotIn(left.run(), old.run());
        assertThat(scene.leftovers()).isEmpty();
        assertThat(scene.listed()).isEqualTo(parts(old, left, next));
        assertThat(scene.statuses()).startsWith("success");
    }

    @Test
    void aCallThatFailsAtTheDestinationLeavesTheOldDeliveryAsItWas() throws Exception {
        destination.go(faults(Action.EIO, published, Integer.MAX_VALUE), this::failed);
    }

    @Test
    void aFullDiskAtTheDestinationLeavesTheOldDeliveryAsItWas() throws Exception {
        destination.go(
                faults(Action.ENOSPC, When.BEFORE, published, CommitPointsIT::needsSpace, 4),
                this::failed);
    }

    private static boolean needsSpace(Call call) {
        return !call.name().equals("unlink");
    }

    @Test
    void aCallThatTellsOfAFailureThoughItHadItsEffectIsTakenBackToo() throws Exception {
        destination.go(
                faults(
                        Action.EIO,
                        When.AFTER,
                        published,
                        call -> FaultWalk.ALL || call.isVisible(),
                        6),
                this::failed);
    }

    @Test
    void aStateThatFailsFailsTheRunOrIsToldOfWithTheDelivery() throws Exception {
        state.go(faults(Action.EIO, kept, 10), this::failed);
        state.go(
                faults(Action.ENOSPC, When.BEFORE, kept, CommitPointsIT::needsSpace, 4),
                this::failed);
    }

    private void failed(Outcome outcome) {
        assertThat(outcome.result().stderr())
                .doesNotContain("Exception")
                .doesNotContainPattern("(?m)^\\s+at \\S+\\(");
        Scene scene = outcome.scene();
        Visible there = scene.visible();
        if (outcome.result().exitCode() == 0) {
            there.requireWhole();
            assertThat(isNew(there)).isTrue();
            assertThat(there.isMarked()).isTrue();
            boolean inBooks =
                    scene.listed().equals(parts(old, there))
                            && scene.statuses().equals(List.of("success", "success"));
            if (!inBooks) {
                assertThat(outcome.result().stderr()).contains("could not be written down");
            }
        } else {
            assertThat(outcome.result().exitCode()).isIn(1, 2);
            assertThat(outcome.result().stderr()).containsPattern("RIVET_(DEST|STATE)_");
            assertThat(there).isEqualTo(old);
            assertThat(scene.listed()).isEqualTo(parts(old));
            assertThat(scene.statuses()).containsOnlyOnce("success");
        }
        if (!outcome.at().name().equals("unlink")) {
            assertThat(scene.leftovers()).isEmpty();
        }
        if (FaultWalk.ALL) {
            Visible next = scene.run();
            next.requireWhole();
            assertThat(next.isMarked()).isTrue();
            assertThat(scene.leftovers()).isEmpty();
        }
    }

    @Test
    void aSignalStopsARunUntilItsFirstCommitAndNotAfterIt() throws Exception {
        destination.go(faults(Action.TERM, published, 8), this::terminated);
    }

    private void terminated(Outcome outcome) {
        boolean begun =
                outcome.at().isVisible() || outcome.before().stream().anyMatch(Call::isVisible);
        assertThat(outcome.result().exitCode()).isEqualTo(begun ? 0 : 143);
        agrees(outcome);
        assertThat(outcome.scene().statuses()).startsWith(begun ? "success" : "interrupted");
    }

    @Test
    void aSignalDuringBookkeepingIsToldOfAsItEnded() throws Exception {
        state.go(faults(Action.TERM, kept, 6), this::agrees);
    }

    /// The exit code, what is visible and what the state says are of one mind.
    private void agrees(Outcome outcome) {
        Scene scene = outcome.scene();
        Visible there = scene.visible();
        there.requireWhole();
        assertThat(there.isMarked()).isTrue();
        assertThat(scene.leftovers()).isEmpty();
        if (outcome.result().exitCode() == 0) {
            assertThat(isNew(there)).isTrue();
            assertThat(scene.listed()).isEqualTo(parts(old, there));
            assertThat(scene.statuses()).containsExactly("success", "success");
        } else {
            assertThat(outcome.result().exitCode()).isEqualTo(143);
            assertThat(there).isEqualTo(old);
            assertThat(scene.listed()).isEqualTo(parts(old));
            assertThat(scene.statuses()).containsOnlyOnce("success");
        }
    }

    @Test
    void whileARunStandsStillNobodyElsePublishes() throws Exception {
        List<Fault> stops =
                faults(Action.STOP, When.BEFORE, published, CommitPointsIT::isAtAnEffect, 4);
        for (Fault fault : stops) {
            Scene scene = destination.copy(fault);
            try (RivetProcess first = stopped(scene, fault)) {
                RivetProcess.Result second =
                        scene.rivet(scene.file("other.db"), "run", "--lock-wait", "0").run();
                assertThat(second.exitCode()).as(fault + " " + second).isEqualTo(2);
                assertThat(second.stderr()).contains("RIVET_STATE_RUN_IN_PROGRESS");
                scene.visible().requireWhole();
                first.signal("CONT");
                RivetProcess.Result finished = first.await();
                assertThat(finished.exitCode()).as(fault + " " + finished).isZero();
            }
            requireNewestOf(scene);
        }
    }

    /// Before it, and when it has just happened.
    private static boolean isAtAnEffect(Call call) {
        return call.isVisible() || published.get(Math.max(call.number() - 2, 0)).isVisible();
    }

    private static RivetProcess stopped(Scene scene, Fault fault) {
        RivetProcess run = destination.inject(scene, fault).into(scene.rivet("run")).start();
        run.awaitStandstill();
        return run;
    }

    private static void requireNewestOf(Scene scene) {
        Visible before = scene.visible();
        before.requireWhole();
        assertThat(before.isMarked()).isTrue();
        Visible last = scene.run();
        last.requireWhole();
        assertThat(last.isMarked()).isTrue();
        assertThat(last.run()).isNotEqualTo(before.run());
        assertThat(last.startedAt()).isAfter(before.startedAt());
        assertThat(scene.leftovers()).isEmpty();
    }

    @Test
    void aRunThatSleptThroughItsLeaseStillHoldsItsFolder() throws Exception {
        Fault inside = faults(Action.STOP, When.BEFORE, published, Call::isVisible, 2).getLast();
        int first = published.stream().filter(Call::isVisible).findFirst().orElseThrow().number();
        for (Fault fault : List.of(new Fault(Action.STOP, When.BEFORE, first - 1), inside)) {
            Scene scene = destination.copy(fault);
            try (RivetProcess sleeper = stopped(scene, fault)) {
                scene.expireLeases();
                RivetProcess.Result successor = scene.rivet("run", "--lock-wait", "0").run();
                assertThat(successor.exitCode()).as(fault + " " + successor).isEqualTo(2);
                assertThat(successor.stderr()).contains("RIVET_STATE_RUN_IN_PROGRESS");
                sleeper.signal("CONT");
                RivetProcess.Result woken = sleeper.await();
                assertThat(woken.exitCode()).as(fault + " " + woken).isZero();
                assertThat(isNew(scene.visible())).isTrue();
            }
            requireNewestOf(scene);
        }
    }
}
