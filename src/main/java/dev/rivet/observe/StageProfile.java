package dev.rivet.observe;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Where runs spend their time, by stage and by column, over all threads. Times are those of the
/// clock, so they contain what other processes took from a thread meanwhile. Costs next to nothing
/// when it is off. Thread-safe.
public final class StageProfile {
    /// What is not one column's.
    public static final String ALL_COLUMNS = "(all)";

    private final @Nullable Map<String, Map<Stage, LongAdder>> times;

    private StageProfile(@Nullable Map<String, Map<Stage, LongAdder>> times) {
        this.times = times;
    }

    /// What is done to rows on their way, in this order.
    public enum Stage {
        /// Finding rows and fields in what arrived.
        SCAN,
        /// From the wire to columns.
        DECODE,
        /// Sums that prove that nothing was lost, and rivet's own columns.
        CHECK,
        /// From columns to pages or lines.
        ENCODE,
        COMPRESS,
        /// To the destination, digests included.
        WRITE
    }

    /// One column's times, longest total first in [#lines()].
    public record Line(String column, Map<Stage, Duration> stages) {
        public Line {
            stages = Map.copyOf(stages);
        }

        public Duration of(Stage stage) {
            return stages.getOrDefault(stage, Duration.ZERO);
        }

        public Duration total() {
            return stages.values().stream().reduce(Duration.ZERO, Duration::plus);
        }
    }

    /// Measures one stage of one column.
    public static final class Timer {
        private final @Nullable LongAdder nanos;

        private Timer(@Nullable LongAdder nanos) {
            this.nanos = nanos;
        }

        /// Begins; give the result to [#stop].
        public long start() {
            return nanos == null ? 0 : System.nanoTime();
        }

        public void stop(long started) {
            if (nanos != null) {
                nanos.add(System.nanoTime() - started);
            }
        }

        /// As [#stop], and takes the time from a stage around this one.
        public void stopWithin(Timer outer, long started) {
            if (nanos != null && outer.nanos != null) {
                long taken = System.nanoTime() - started;
                nanos.add(taken);
                outer.nanos.add(-taken);
            }
        }
    }

    public static StageProfile on() {
        return new StageProfile(new ConcurrentHashMap<>());
    }

    public static StageProfile off() {
        return new StageProfile(null);
    }

    public boolean isOn() {
        return times != null;
    }

    public Timer timer(Stage stage, String column) {
        if (times == null) {
            return new Timer(null);
        }
        Map<Stage, LongAdder> stages =
                times.computeIfAbsent(column, name -> new ConcurrentHashMap<>());
        return new Timer(stages.computeIfAbsent(stage, each -> new LongAdder()));
    }

    public List<Line> lines() {
        if (times == null) {
            return List.of();
        }
        return times.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), durations(entry.getValue())))
                .sorted(Comparator.comparing(Line::total).reversed())
                .toList();
    }

    private static Map<Stage, Duration> durations(Map<Stage, LongAdder> stages) {
        Map<Stage, Duration> durations = new EnumMap<>(Stage.class);
        stages.forEach((stage, nanos) -> durations.put(stage, Duration.ofNanos(nanos.sum())));
        return durations;
    }
}
