package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.Faults;
import dev.rivet.testing.Faults.Fault;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/// One run over and over, each time from the same beginning and with another fault.
///
/// @param beginning copied for each run
/// @param watched whose calls are counted
/// @param scratch for the copies
record FaultWalk(Scene beginning, Function<Scene, Path> watched, Path scratch) {
    /// `-Drivet.test.points=all` goes to every point.
    static final boolean ALL = "all".equals(System.getProperty("rivet.test.points"));

    private static final int AT_ONCE = 2;

    /// What came of a run with a fault.
    record Outcome(Fault fault, Scene scene, Faults faults, RivetProcess.Result result) {
        /// The calls up to the one with the fault.
        List<Faults.Call> before() {
            return faults.calls().stream().filter(call -> call.number() < fault.call()).toList();
        }

        Faults.Call at() {
            return faults.calls().get(fault.call() - 1);
        }
    }

    /// Looks at what came of a run; throws when it is not as it should be.
    interface Check {
        void look(Outcome outcome) throws Exception;
    }

    /// The calls of a run without a fault.
    List<Faults.Call> calls() {
        Scene scene = beginning.copyTo(scratch.resolve("watched-" + System.nanoTime()));
        Faults faults = Faults.watch(watched.apply(scene), scene.file("calls"));
        RivetProcess.Result result = faults.into(scene.rivet("run")).run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return faults.calls();
    }

    /// These points, or so many of them, from the first to the last.
    static List<Integer> some(List<Integer> points, int most) {
        if (ALL || points.size() <= most) {
            return points;
        }
        return IntStream.range(0, most)
                .mapToObj(i -> points.get(i * (points.size() - 1) / (most - 1)))
                .toList();
    }

    /// Tells all points where something was wrong, not the first alone.
    void go(List<Fault> faults, Check check) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> wrong =
                    faults.stream()
                            .map(fault -> threads.submit(() -> wrongWith(fault, check)))
                            .toList();
            StringBuilder all = new StringBuilder();
            for (Future<String> each : wrong) {
                all.append(each.get());
            }
            assertThat(all.toString()).isEmpty();
        }
    }

    /// A copy of the beginning, for a fault.
    Scene copy(Fault fault) {
        return beginning.copyTo(
                scratch.resolve(
                        fault.action()
                                + "-"
                                + fault.when()
                                + "-"
                                + fault.call()
                                + "-"
                                + System.nanoTime()));
    }

    Faults inject(Scene scene, Fault fault) {
        return Faults.inject(watched.apply(scene), scene.file("calls"), fault);
    }

    private String wrongWith(Fault fault, Check check) {
        Scene scene = copy(fault);
        Faults faults = inject(scene, fault);
        RivetProcess.Result result = faults.into(scene.rivet("run")).run();
        try {
            if (faults.calls().size() < fault.call()) {
                // How often a state is written differs a little: this run ended before that call.
                assertThat(result.exitCode()).isZero();
                return "";
            }
            check.look(new Outcome(fault, scene, faults, result));
            return "";
        } catch (Exception | AssertionError wrong) {
            return "%n===== %s%n%s%n%s%n%s%n".formatted(fault, wrong, faults, result);
        }
    }
}
