package dev.rivet.source.mysql.connect;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.diag.RivetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Read views of several connections that show the same. They begin at once while another
/// connection, the guard, holds the table's read lock, so that nobody commits to it in between; and
/// all of them hold the table's definition before the lock is let go. Blocks.
public final class SharedViews {
    /// How long further connections are waited for: they are a luxury.
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    /// Who is silent for so long while views begin is hung up on; the guard is gone before.
    private static final Duration BEGINNING = Duration.ofSeconds(2);

    /// The guard and the first silence end the wait before; this is for what nobody has thought of.
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final String OTHER_SERVER = "another server answered at the same address";
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    private final Supplier<Link> connect;
    private final Duration patience;
    private final Tuning tuning;

    /// @param connect opens one more connection
    /// @param patience [#PATIENCE], unless for a test
    public SharedViews(Supplier<Link> connect, Duration patience, Tuning tuning) {
        this.connect = connect;
        this.patience = patience;
        this.tuning = tuning;
    }

    /// Opens so many further connections, and begins one read view on all of them.
    ///
    /// @param first has a read view of the table, and so holds its definition; the guard takes
    ///     that over from it, and gives it back
    /// @return the further connections
    /// @throws NoSharedViews with no connection open but the first
    public List<Link> begin(Link first, int more, Selection.Table table) throws NoSharedViews {
        refuse(first.server().unequal());
        List<Link> opened = open(first, more + 1, table);
        try (Guard guard = new Guard(opened.removeLast())) {
            hurry(first);
            guard.lock(table);
            begin(guard, first, opened, table);
            return opened;
        } catch (NoSharedViews | RivetException e) {
            opened.forEach(Link::cut);
            throw e;
        }
    }

    private static void hurry(Link first) throws NoSharedViews {
        try {
            first.hurry();
        } catch (RivetException e) {
            throw NoSharedViews.before("the server refused a setting");
        }
    }

    private static void refuse(Optional<String> reason) throws NoSharedViews {
        if (reason.isPresent()) {
            throw NoSharedViews.before(reason.get());
        }
    }

    /// Each on a thread of its own, so that each gets an event loop of its own.
    private List<Link> open(Link first, int count, Selection.Table table) throws NoSharedViews {
        List<CompletableFuture<Link>> opening = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opening.add(CompletableFuture.supplyAsync(() -> one(table), VIRTUAL));
        }
        String refusal;
        try {
            List<Link> opened = all(opening, patience);
            if (opened.stream().allMatch(each -> isSameServer(first, each))) {
                return opened;
            }
            refusal = OTHER_SERVER;
        } catch (CompletionException e) {
            refusal = words(e);
        }
        for (CompletableFuture<Link> each : opening) {
            var _ = each.thenAcceptAsync(Link::close, VIRTUAL);
        }
        throw NoSharedViews.before(refusal);
    }

    /// Waits for all of them, also when one has failed.
    private static <T> List<T> all(List<CompletableFuture<T>> each, Duration patience) {
        CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return new ArrayList<>(each.stream().map(CompletableFuture::join).toList());
    }

    private static boolean isSameServer(Link first, Link other) {
        return first.server().name().equals(other.server().name());
    }

    private String words(CompletionException failure) {
        return failure.getCause() instanceof TimeoutException
                ? "no further connection within " + patience.toSeconds() + " s"
                : "the server gave no further connection";
    }

    /// The transaction begins, but its view does not yet.
    private Link one(Selection.Table table) {
        Link link = connect.get();
        try {
            link.prepareFor(tuning, table);
            link.hurry();
            ReadViews.begin(link);
            return link;
        } catch (RivetException e) {
            link.close();
            throw e;
        }
    }

    private static void begin(Guard guard, Link first, List<Link> others, Selection.Table table)
            throws NoSharedViews {
        List<CompletableFuture<String>> names = new ArrayList<>();
        names.add(CompletableFuture.supplyAsync(guard::server, VIRTUAL));
        names.add(CompletableFuture.supplyAsync(() -> ReadViews.begin(first, table), VIRTUAL));
        for (Link each : others) {
            names.add(
                    CompletableFuture.supplyAsync(
                            () -> ReadViews.touch(each, table, BEGINNING), VIRTUAL));
        }
        try {
            String name = first.server().name();
            boolean same = all(names, MOST).stream().allMatch(name::equals);
            guard.unlock();
            if (!same) {
                throw NoSharedViews.after(OTHER_SERVER);
            }
        } catch (CompletionException | RivetException e) {
            throw NoSharedViews.after("no read views within 1 s");
        }
    }
}
