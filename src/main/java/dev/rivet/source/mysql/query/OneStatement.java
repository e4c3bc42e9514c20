package dev.rivet.source.mysql.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything in one go.
public final class OneStatement implements Statements {
    private final String sql;
    private boolean given;

    public OneStatement(String sql) {
        this.sql = sql;
    }

    @Override
    public Future<Optional<Statement>> next() {
        Optional<Statement> next =
                given ? Optional.empty() : Optional.of(new Statement(sql, Tuple.tuple()));
        given = true;
        return Future.succeededFuture(next);
    }

    @Override
    public @Nullable KeyTrail keys() {
        return null;
    }

    @Override
    public boolean mayBeCut() {
        return true;
    }

    @Override
    public void ended(long rows, long bytes, Duration open) {
        // There is no next one to learn for.
    }
}
