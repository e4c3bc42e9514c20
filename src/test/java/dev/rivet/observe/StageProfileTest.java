package dev.rivet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.observe.StageProfile.Line;
import dev.rivet.observe.StageProfile.Stage;
import dev.rivet.observe.StageProfile.Timer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageProfileTest {
    @Test
    void addsUpByColumnAndStageTheLongestFirst() {
        StageProfile profile = StageProfile.on();
        spend(profile.timer(Stage.DECODE, "id"), Duration.ofMillis(1));
        spend(profile.timer(Stage.DECODE, "note"), Duration.ofMillis(2));
        spend(profile.timer(Stage.DECODE, "note"), Duration.ofMillis(2));
        spend(profile.timer(Stage.ENCODE, "note"), Duration.ofMillis(1));

        List<Line> lines = profile.lines();
        assertThat(lines).extracting(Line::column).containsExactly("note", "id");
        Line note = lines.getFirst();
        assertThat(note.of(Stage.DECODE)).isGreaterThanOrEqualTo(Duration.ofMillis(4));
        assertThat(note.of(Stage.WRITE)).isZero();
        assertThat(note.total()).isEqualTo(note.of(Stage.DECODE).plus(note.of(Stage.ENCODE)));
    }

    @Test
    void aStageWithinAnotherIsNotCountedTwice() {
        StageProfile profile = StageProfile.on();
        Timer outer = profile.timer(Stage.ENCODE, "note");
        Timer inner = profile.timer(Stage.COMPRESS, "note");
        long outerStart = outer.start();
        long innerStart = inner.start();
        busy(Duration.ofMillis(20));
        inner.stopWithin(outer, innerStart);
        outer.stop(outerStart);

        Line line = profile.lines().getFirst();
        assertThat(line.of(Stage.COMPRESS)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(line.of(Stage.ENCODE)).isLessThan(line.of(Stage.COMPRESS)).isPositive();
    }

    @Test
    void offItRemembersNothing() {
        StageProfile profile = StageProfile.off();
        spend(profile.timer(Stage.DECODE, "id"), Duration.ofMillis(1));
        assertThat(profile.isOn()).isFalse();
        assertThat(profile.lines()).isEmpty();
    }

    private static void spend(Timer timer, Duration time) {
        long start = timer.start();
        busy(time);
        timer.stop(start);
    }

    private static void busy(Duration time) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            Thread.onSpinWait();
        }
    }
}
