package dev.rivet.source.mysql.query;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Nothing to read.
public final class NoStatements implements Statements {
    @Override
    public Future<Optional<Statement>> next() {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public @Nullable KeyTrail keys() {
        return null;
    }

    @Override
    public void ended(long rows, long bytes, Duration open) {
        // There was none.
    }
}
