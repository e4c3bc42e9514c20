package dev.rivet.source.mysql.catalog;

import dev.rivet.diag.RivetException;
import dev.rivet.plan.KeyValue;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.query.KeyColumn;
import dev.rivet.source.mysql.query.KeyTexts;
import dev.rivet.source.mysql.query.SliceKey;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What histograms say of a table's columns. Blocks.
record Histograms(Link link, String schema, String table) {
    private static final int SHARES = 64;

    /// A value, and the share of rows up to it.
    private static final String MYSQL =
            """
            SELECT IF(b.third IS NULL, b.first, b.second), COALESCE(b.third, b.second + 0E0)
            FROM (SELECT HISTOGRAM AS histogram FROM information_schema.COLUMN_STATISTICS
                    WHERE SCHEMA_NAME = ? AND TABLE_NAME = ? AND COLUMN_NAME = ? LIMIT 1) s,
                JSON_TABLE(s.histogram, '$.buckets[*]' COLUMNS (
                    place FOR ORDINALITY,
                    first VARCHAR(1000) PATH '$[0]',
                    second VARCHAR(1000) PATH '$[1]',
                    third DOUBLE PATH '$[2]')) b
            ORDER BY b.place
            """;

    private static final String MARIADB =
            """
            SELECT b.first, SUM(b.share) OVER (ORDER BY b.place) - b.share
            FROM mysql.column_stats s,
                JSON_TABLE(CONVERT(s.histogram USING utf8mb4), '$.histogram_hb[*]' COLUMNS (
                    place FOR ORDINALITY,
                    first VARCHAR(1000) PATH '$.start',
                    share DOUBLE PATH '$.size')) b
            WHERE s.hist_type = 'JSON_HB' AND s.db_name = ? AND s.table_name = ?
                AND s.column_name = ?
            ORDER BY b.place
            """;

    /// Values between the lowest and the highest key, ascending, about the same number of rows
    /// apart; none where there is no histogram, or it is of texts or bytes, which it has the
    /// beginnings of only.
    List<KeyValue> samples(SliceKey key, KeyValue lowest, KeyValue highest) {
        Optional<KeyColumn> column = key.single();
        if (column.isEmpty() || lowest.compare(highest).isEmpty() || isBytes(key)) {
            return List.of();
        }
        List<KeyValue> samples = new ArrayList<>();
        KeyValue last = lowest;
        double next = 1.0 / SHARES;
        for (Row each : buckets(column.get().name())) {
            double share = each.getDouble(1);
            if (share >= next) {
                KeyValue value = KeyTexts.value(key, each.getString(0));
                if (isBefore(last, value) && isBefore(value, highest)) {
                    samples.add(value);
                    last = value;
                }
                next = (Math.floor(share * SHARES) + 1) / SHARES;
            }
        }
        return samples;
    }

    private static boolean isBytes(SliceKey key) {
        return switch (key.type()) {
            case TEXT, BINARY, UUID, ROW -> true;
            case INTEGER, DECIMAL, FLOAT, DATE, TIMESTAMP, INSTANT -> false;
        };
    }

    private static boolean isBefore(KeyValue one, KeyValue other) {
        return one.compare(other).orElse(0) < 0;
    }

    private Iterable<Row> buckets(String column) {
        try {
            RowSet<Row> found =
                    link.ask(link.server().isMariaDb() ? MARIADB : MYSQL, schema, table, column);
            return found;
        } catch (RivetException e) {
            // The table of histograms is not for every account, and older servers have none.
            if (e.getCause() instanceof MySQLException) {
                return List.of();
            }
            throw e;
        }
    }
}
