package dev.rivet.source.mysql;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Everything in one go.
final class OneStatement implements Statements {
    private final String sql;
    private boolean given;

    OneStatement(String sql) {
        this.sql = sql;
    }

    @Override
    public boolean hasNext() {
        return !given;
    }

    @Override
    public Statement next() {
        given = true;
        return new Statement(sql, Tuple.tuple());
    }

    @Override
    public @Nullable KeyBytes key() {
        return null;
    }

    @Override
    public void ended(long rows, long bytes, Duration busy) {
        // There is no next one to learn for.
    }
}
