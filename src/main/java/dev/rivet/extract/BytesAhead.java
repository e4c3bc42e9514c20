package dev.rivet.extract;

import dev.rivet.row.RowBatch;
import io.smallrye.mutiny.Multi;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps a connection from being ahead of its encoder by more than some bytes: while that much
/// waits or is being written, no further batch is asked for. Usual batches are far smaller;
/// this is for values of megabytes, each of which makes a batch of its own. Thread-safe; for
/// one stream.
final class BytesAhead {
    private final long most;
    private final Consumer<Throwable> trouble;
    private volatile @Nullable Demand demand;

    /// @param most the batch that goes beyond it is the last one until others are written
    /// @param trouble told of what hits while asking, such as a full heap: nobody else hears of it
    BytesAhead(long most, Consumer<Throwable> trouble) {
        this.most = most;
        this.trouble = trouble;
    }

    Multi<RowBatch> limit(Multi<RowBatch> batches) {
        return Multi.createFrom()
                .publisher(
                        downstream -> {
                            Demand made = new Demand(downstream);
                            demand = made;
                            batches.subscribe().withSubscriber(made);
                        });
    }

    /// To be told of each batch that nobody needs any more.
    void written(RowBatch batch) {
        Demand asking = demand;
        if (asking != null) {
            asking.written(batch.bytes());
        }
    }

    private final class Demand implements Flow.Subscriber<RowBatch>, Flow.Subscription {
        private final Flow.Subscriber<? super RowBatch> downstream;
        private Flow.@Nullable Subscription upstream;
        private long wanted;
        private long ahead;
        private boolean asked;

        Demand(Flow.Subscriber<? super RowBatch> downstream) {
            this.downstream = downstream;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            downstream.onSubscribe(this);
        }

        @Override
        public void request(long batches) {
            synchronized (this) {
                wanted = Math.min(Long.MAX_VALUE - batches, wanted) + batches;
            }
            askIfThereIsRoom();
        }

        @Override
        public void onNext(RowBatch batch) {
            synchronized (this) {
                asked = false;
                ahead += batch.bytes();
            }
            downstream.onNext(batch);
            askIfThereIsRoom();
        }

        void written(long bytes) {
            synchronized (this) {
                ahead -= bytes;
            }
            askIfThereIsRoom();
        }

        private void askIfThereIsRoom() {
            Flow.Subscription source = upstream;
            boolean asks;
            synchronized (this) {
                asks = !asked && wanted > 0 && ahead < most;
                if (asks) {
                    asked = true;
                    wanted--;
                }
            }
            if (asks && source != null) {
                ask(source);
            }
        }

        private void ask(Flow.Subscription source) {
            try {
                source.request(1);
            } catch (RuntimeException | Error failure) {
                trouble.accept(failure);
            }
        }

        @Override
        public void onError(Throwable failure) {
            downstream.onError(failure);
        }

        @Override
        public void onComplete() {
            downstream.onComplete();
        }

        @Override
        public void cancel() {
            Flow.Subscription source = upstream;
            if (source != null) {
                source.cancel();
            }
        }
    }
}
