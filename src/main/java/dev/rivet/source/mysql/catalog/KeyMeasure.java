package dev.rivet.source.mysql.catalog;

import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.query.KeyAccess;
import dev.rivet.source.mysql.query.KeySql;
import dev.rivet.source.mysql.query.KeyTexts;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Measures how far rows reach by a key. Blocks.
public final class KeyMeasure {
    private final Link link;
    private final Keys keys;

    public KeyMeasure(Link link, String database) {
        this.link = link;
        this.keys = new Keys(link, database);
    }

    /// Measures, then waits for the writers that were at work. Leaves no transaction open.
    public HighWater measure(ReadRequest request, KeyQuestion question) {
        ReadViews.end(link);
        link.prepareFor(request.tuning(), request.selection());
        KeyAccess access = keys.of(request.selection(), question.key());
        KeySql sql = KeySql.of(request.selection(), access);
        Instant measuredAt = now();
        @Nullable KeyValue top = top(sql, question);
        long nulls = access.key().isNullable() ? nulls(sql) : 0;
        Stragglers stragglers = new Writers(link).waitFor(question.patience());
        return new HighWater(
                access.key().type(), top, nulls, access.access(), stragglers, measuredAt);
    }

    private Instant now() {
        Row row = link.ask("SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)").iterator().next();
        return Instant.parse(row.getString(0).replace(' ', 'T') + "Z");
    }

    private @Nullable KeyValue top(KeySql sql, KeyQuestion question) {
        return value(
                link, sql, sql.highest(new Slice.Between(question.key(), question.from(), null)));
    }

    private long nulls(KeySql sql) {
        return link.ask(sql.countNulls(HighWater.MOST_NULLS)).iterator().next().getLong(0);
    }

    /// The key that a statement asks for.
    static @Nullable KeyValue value(Link link, KeySql sql, String statement) {
        for (Row each : link.ask(statement)) {
            String text = each.getString(0);
            return text == null ? null : KeyTexts.value(sql.key(), text);
        }
        return null;
    }
}
