package dev.rivet.source.postgres;

import dev.rivet.row.RowBatch;
import dev.rivet.source.BatchReader;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes the batches of one stream one by one, as a test asks for them.
final class Tester implements Flow.Subscriber<RowBatch> {
    private final LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription subscription;

    static Tester of(BatchReader stream) {
        Tester tester = new Tester();
        stream.batches().subscribe().withSubscriber(tester);
        return tester;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(RowBatch batch) {
        heard.add(batch);
    }

    @Override
    public void onError(Throwable failure) {
        heard.add(failure);
    }

    @Override
    public void onComplete() {
        heard.add("complete");
    }

    /// What came without being taken by [#ask()].
    Queue<Object> heard() {
        return heard;
    }

    /// The next batch, the failure, `complete`, or `silence`.
    Object ask() throws InterruptedException {
        subscription().request(1);
        Object answer = heard.poll(30, TimeUnit.SECONDS);
        return answer == null ? "silence" : answer;
    }

    /// Whatever comes after all batches.
    Object askToTheEnd() throws InterruptedException {
        Object last = ask();
        while (last instanceof RowBatch) {
            last = ask();
        }
        return last;
    }

    /// The same, waiting so long for each answer.
    Object askToTheEnd(Duration patience) throws InterruptedException {
        subscription().request(Long.MAX_VALUE);
        Object last = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        while (last instanceof RowBatch) {
            last = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        return last == null ? "silence" : last;
    }

    Flow.Subscription subscription() {
        if (subscription == null) {
            throw new IllegalStateException("not subscribed");
        }
        return subscription;
    }
}
