package dev.rivet.source.postgres;

import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.OverridesContract;
import dev.rivet.testing.PostgresServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

class PostgresOverridesLiveIT implements OverridesContract {
    @Override
    public String expression(Kind kind, String literal) {
        return switch (kind) {
            case TEXT -> "'" + literal + "'::text";
            case SMALL -> "'" + literal + "'::int2";
            case INTEGER -> "'" + literal + "'::int4";
            case BIG -> "'" + literal + "'::int8";
            case DECIMAL -> "'" + literal + "'::numeric(12,3)";
            case BYTES -> "decode('" + literal + "', 'hex')";
        };
    }

    @Override
    public Outcome read(
            String sql, Map<String, LogicalType> overrides, @Nullable Unrepresentable policy) {
        Reading reading = new Reading(PostgresServer.newest().source()).overriding(overrides);
        Reading.Result result = (policy == null ? reading : reading.under(policy)).all(sql);
        List<@Nullable Object> values = result.rows().getFirst();
        return new Outcome(result.schema().column(0).fidelity(), values);
    }
}
