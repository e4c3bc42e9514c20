package dev.rivet.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ReadPauseTest {
    private final List<Boolean> reading = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final ReadPause pause =
            new ReadPause(
                    new ReadPause.Socket() {
                        @Override
                        public void setReading(boolean wanted) {
                            reading.add(wanted);
                        }

                        @Override
                        public void later(Duration delay, Runnable task) {
                            later.add(task);
                        }
                    });

    private void read(int bytes) {
        pause.arrived(bytes);
        pause.readComplete();
    }

    @Test
    void smallAnswersAreTakenAsTheyCome() {
        for (int i = 0; i < 32; i++) {
            read(8 << 10);
        }
        assertThat(reading).isEmpty();
    }

    @Test
    void smallReadsOfALargeAnswerAreCollected() {
        read(300 << 10);
        read(8 << 10);
        assertThat(reading).containsExactly(false);

        later.remove().run();

        assertThat(reading).containsExactly(false, true);
        read(200 << 10);
        assertThat(reading).endsWith(false);
    }

    @Test
    void largeReadsAreNotWaitedFor() {
        for (int i = 0; i < 8; i++) {
            pause.arrived(64 << 10);
            pause.arrived(64 << 10);
            pause.arrived(64 << 10);
            pause.arrived(64 << 10);
            pause.readComplete();
        }
        assertThat(reading).isEmpty();
    }

    @Test
    void theNextAnswerIsSmallAgain() {
        read(300 << 10);
        pause.begin();
        read(8 << 10);
        assertThat(reading).isEmpty();
    }

    @Test
    void aMomentDoesNotEndWhatHolds() {
        read(300 << 10);
        read(8 << 10);
        pause.hold();

        later.remove().run();

        assertThat(reading).containsExactly(false, false);
        pause.release();
        assertThat(reading).endsWith(true);
    }

    @Test
    void whatIsHeldIsNotPausedToo() {
        read(300 << 10);
        pause.hold();
        read(8 << 10);
        assertThat(later).isEmpty();
    }

    @Test
    void onePauseAtATime() {
        read(300 << 10);
        read(8 << 10);
        read(8 << 10);
        assertThat(later).hasSize(1);
    }
}
