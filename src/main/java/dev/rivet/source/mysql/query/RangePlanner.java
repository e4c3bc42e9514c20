package dev.rivet.source.mysql.query;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Hands out ranges of integer keys to the streams of one read: each key once, in ascending order
/// but for what is left of a range that brought more than planned, which comes first. Who finds
/// nothing while others still read waits, since theirs may be cut. Thread-safe; no I/O.
public final class RangePlanner {
    private final PageSizer sizer;
    private final Deque<Span> spans = new ArrayDeque<>();
    private final Deque<Promise<Optional<KeyRange>>> waiting = new ArrayDeque<>();
    private int reading;
    private boolean stopped;

    /// How many keys nobody has read yet, modulo 2^64.
    private long owed;

    /// No keys at all.
    public RangePlanner(PageSizer sizer) {
        this.sizer = sizer;
    }

    /// Keys from `first` to `last`.
    ///
    /// @param estimatedRows how many of them there seem to be
    public RangePlanner(long first, long last, long estimatedRows, PageSizer sizer) {
        this(sizer);
        double keys = Span.distance(first, last) + 1;
        spans.add(new Span(first, last, Math.max(1, keys / Math.max(1, estimatedRows))));
        owed = last - first + 1;
    }

    /// The next range; empty when all keys have been read. Completes on any thread; fails when the
    /// ranges that were read are not all keys.
    Future<Optional<KeyRange>> take() {
        Promise<Optional<KeyRange>> taker = Promise.promise();
        change(() -> waiting.add(taker));
        return taker.future();
    }

    /// A range was read.
    ///
    /// @param rows what it brought; as many as it may bring means that there may be more
    /// @param lastKey the last key that it brought, if any
    void ended(KeyRange range, long rows, long lastKey, long bytes, Duration open) {
        sizer.learn(rows, bytes, open);
        double stretch = sizer.stretch(open);
        change(() -> settle(range, rows, lastKey, stretch));
    }

    private void settle(KeyRange range, long rows, long lastKey, double stretch) {
        if (stopped) {
            return;
        }
        reading--;
        long end = rows < range.rows() ? range.last() : lastKey;
        owed -= end - range.first() + 1;
        if (rows < range.rows()) {
            range.from().learn(range, rows, stretch);
        } else if (lastKey < range.last()) {
            double keysPerRow = (Span.distance(range.first(), lastKey) + 1) / rows;
            spans.addFirst(new Span(lastKey + 1, range.last(), keysPerRow));
        }
    }

    /// Nothing more is handed out.
    void stop() {
        change(
                () -> {
                    stopped = true;
                    spans.clear();
                    reading = 0;
                });
    }

    /// Changes something, then answers whom it lets be answered, without the lock.
    private void change(Runnable change) {
        List<Runnable> answers = new ArrayList<>();
        synchronized (this) {
            change.run();
            while (!waiting.isEmpty() && (!spans.isEmpty() || reading == 0)) {
                Promise<Optional<KeyRange>> taker = waiting.remove();
                Optional<KeyRange> range = next();
                answers.add(
                        range.isPresent() || stopped || owed == 0
                                ? () -> taker.complete(range)
                                : () -> taker.fail(incomplete()));
            }
        }
        answers.forEach(Runnable::run);
    }

    private static RivetException incomplete() {
        String message = "the ranges that were read are not all keys of the table";
        return Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, message).toException();
    }

    private Optional<KeyRange> next() {
        Span span = spans.peek();
        if (span == null) {
            return Optional.empty();
        }
        int rows = sizer.rows();
        KeyRange range = span.cut(rows, rows + rows / 4 + 1);
        if (span.endsWith(range)) {
            spans.remove();
        }
        reading++;
        return Optional.of(range);
    }
}
