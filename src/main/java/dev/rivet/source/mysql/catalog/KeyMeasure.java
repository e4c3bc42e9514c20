package dev.rivet.source.mysql.catalog;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.plan.Key;
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
        Slice.Between beyond = new Slice.Between(question.key(), question.from(), null);
        for (Row each : link.ask(sql.top(beyond))) {
            String text = each.getString(0);
            if (text == null) {
                return null;
            }
            KeyValue top = KeyTexts.value(sql.key(), text);
            if (each.getLong(1) == 0) {
                throw changed(question.key(), top);
            }
            return top;
        }
        return null;
    }

    /// The rows of such a key would be left out, and asked for again each time.
    private static RivetException changed(Key key, KeyValue top) {
        String message =
                "the key '%s' of %s is another one after its way through utf8mb4"
                        .formatted(top.text(), key.display());
        return Diagnostic.of(Code.SOURCE_KEYSET_KEY_UNORDERED, message).toException();
    }

    private long nulls(KeySql sql) {
        return link.ask(sql.countNulls(HighWater.MOST_NULLS)).iterator().next().getLong(0);
    }
}
