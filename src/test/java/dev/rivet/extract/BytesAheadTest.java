package dev.rivet.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.row.RowBatch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A batch of one row of the test's source counts eight bytes.
class BytesAheadTest {
    private final List<Long> asked = new ArrayList<>();
    private final List<Throwable> trouble = new ArrayList<>();
    private final Multi<RowBatch> endless =
            Multi.createFrom()
                    .range(0, 1000)
                    .map(id -> FakeSource.batch(id))
                    .onRequest()
                    .invoke(asked::add);

    @Test
    void asManyAreAskedForAsAreWantedWhileTheyAreSmall() {
        AssertSubscriber<RowBatch> subscriber =
                new BytesAhead(1_000_000, trouble::add)
                        .limit(endless)
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(7));
        assertThat(subscriber.getItems()).hasSize(7);
        subscriber.request(Long.MAX_VALUE).request(Long.MAX_VALUE).awaitCompletion();
        assertThat(subscriber.getItems()).hasSize(1000);
    }

    @Test
    void nothingIsAskedForWhileTooMuchWaits() {
        long bytes = FakeSource.batch(1).bytes();
        assertThat(bytes).isPositive();
        BytesAhead ahead = new BytesAhead(2 * bytes, trouble::add);
        AssertSubscriber<RowBatch> subscriber =
                ahead.limit(endless).subscribe().withSubscriber(AssertSubscriber.create(100));
        assertThat(subscriber.getItems()).hasSize(2);
        ahead.written(subscriber.getItems().getFirst());
        assertThat(subscriber.getItems()).hasSize(3);
        ahead.written(subscriber.getItems().getFirst());
        ahead.written(subscriber.getItems().getFirst());
        assertThat(subscriber.getItems()).hasSize(5);
        assertThat(asked).containsOnly(1L);
    }

    @Test
    void oneBatchIsAskedForHoweverLargeItIs() {
        BytesAhead ahead = new BytesAhead(1, trouble::add);
        AssertSubscriber<RowBatch> subscriber =
                ahead.limit(endless).subscribe().withSubscriber(AssertSubscriber.create(100));
        for (int i = 1; i <= 50; i++) {
            assertThat(subscriber.getItems()).hasSize(i);
            ahead.written(subscriber.getItems().getLast());
        }
    }

    @Test
    void failureAndCancellationPass() {
        AssertSubscriber<RowBatch> failing =
                new BytesAhead(1, trouble::add)
                        .limit(Multi.createFrom().failure(new IllegalStateException("gone")))
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(1));
        failing.awaitFailure().assertFailedWith(IllegalStateException.class, "gone");

        List<String> events = new ArrayList<>();
        new BytesAhead(1, trouble::add)
                .limit(endless.onCancellation().invoke(() -> events.add("cancelled")))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(0))
                .cancel();
        assertThat(events).containsExactly("cancelled");
    }

    /// Whoever asks is somebody who has just finished a batch, and would not know whom to tell.
    @Test
    void whatHitsWhileAskingIsTold() {
        AssertSubscriber<RowBatch> subscriber =
                new BytesAhead(1_000_000, trouble::add)
                        .limit(new ExportRunFixture.FullHeap())
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(5));
        assertThat(subscriber.getItems()).hasSize(1);
        assertThat(trouble).singleElement().isInstanceOf(OutOfMemoryError.class);
    }
}
