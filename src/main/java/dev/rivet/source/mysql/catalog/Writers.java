package dev.rivet.source.mysql.catalog;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.ReadViews;
import io.vertx.mysqlclient.MySQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Waits for transactions that may still write what lies behind a key that was measured. Blocks.
final class Writers {
    private static final String NOT_SHOWN = "the server does not show its transactions";
    private static final int DENIED = 1227;
    private static final int NO_SUCH_VIEW = 1109;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int MOST_NAMED = 5;

    /// The server looks at its transactions anew only when nobody has asked for a tenth of a
    /// second.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(130);

    /// A statement has its number, AUTO_INCREMENT, a moment before its transaction shows: as
    /// long as the kernel may let a thread wait in between.
    private static final Duration UNTIL_SHOWN = Duration.ofMillis(50);

    /// Until the own transaction shows.
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private final Link link;

    Writers(Link link) {
        this.link = link;
    }

    /// Finds the transactions that are open now, and waits until all of them have ended.
    ///
    /// @param patience longest wait; zero to look once
    Stragglers waitFor(Duration patience) {
        pause(UNTIL_SHOWN);
        try {
            Optional<List<OpenTransaction>> open = firstLook();
            if (open.isEmpty()) {
                return new Stragglers.Unknown(NOT_SHOWN);
            }
            List<OpenTransaction> left = outlasting(open.get(), patience);
            Optional<String> elsewhere = new OtherWriters(link).reason();
            if (elsewhere.isPresent()) {
                return new Stragglers.Unknown(elsewhere.get());
            }
            return left.isEmpty() ? new Stragglers.None() : open(left);
        } catch (RivetException e) {
            int error = e.getCause() instanceof MySQLException said ? said.getErrorCode() : 0;
            return switch (error) {
                case DENIED -> new Stragglers.Unknown(notAllowed());
                case NO_SUCH_VIEW, NO_SUCH_TABLE -> new Stragglers.Unknown(NOT_SHOWN);
                default -> throw e;
            };
        }
    }

    private String notAllowed() {
        String account = link.ask("SELECT CURRENT_USER()").iterator().next().getString(0);
        int at = account.lastIndexOf('@');
        return String.format(
                Locale.ROOT,
                "the account may not see other transactions; GRANT PROCESS ON *.* TO %s@%s lets it",
                quoted(account.substring(0, at)),
                quoted(account.substring(at + 1)));
    }

    private static String quoted(String name) {
        return "'" + name.replace("'", "''") + "'";
    }

    /// A look that is not older than this moment: the own transaction, which begins now, shows in
    /// it. Empty when it never does.
    private Optional<List<OpenTransaction>> firstLook() {
        link.ask("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        try {
            long end = System.nanoTime() + FIRST_LOOK.toNanos();
            do {
                List<OpenTransaction> all = OpenTransaction.list(link);
                if (all.stream().anyMatch(this::isOwn)) {
                    return Optional.of(all.stream().filter(OpenTransaction::mayWrite).toList());
                }
                pause();
            } while (System.nanoTime() < end);
            return Optional.empty();
        } finally {
            ReadViews.end(link);
        }
    }

    private boolean isOwn(OpenTransaction transaction) {
        return transaction.connection() == link.server().connectionId();
    }

    private List<OpenTransaction> outlasting(List<OpenTransaction> first, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        List<OpenTransaction> left = first;
        while (!left.isEmpty() && System.nanoTime() < end) {
            pause();
            left = OpenTransaction.stillOpen(left, OpenTransaction.list(link));
        }
        return left;
    }

    /// Not in step with others who look: nobody would see anything new.
    private static void pause() {
        pause(BETWEEN_LOOKS.plusMillis(ThreadLocalRandom.current().nextInt(100)));
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Diagnostic.of(Code.RUN_INTERRUPTED, "interrupted while waiting for writers")
                    .toException(e);
        }
    }

    private Stragglers open(List<OpenTransaction> left) {
        List<OpenTransaction> sorted =
                left.stream().sorted(Comparator.comparing(OpenTransaction::started)).toList();
        Sessions sessions = Sessions.of(link);
        String who =
                sorted.stream()
                        .limit(MOST_NAMED)
                        .map(sessions::words)
                        .collect(Collectors.joining("; "));
        int more = sorted.size() - MOST_NAMED;
        return new Stragglers.Open(
                oldest(sorted), who + (more > 0 ? "; and " + more + " more" : ""));
    }

    /// A transaction that a restarted server has found again has lost its beginning.
    private @Nullable Instant oldest(List<OpenTransaction> sorted) {
        Instant up = OpenTransaction.serverStart(link);
        return sorted.stream().anyMatch(each -> each.isFoundAgain(up))
                ? null
                : sorted.getFirst().started();
    }
}
