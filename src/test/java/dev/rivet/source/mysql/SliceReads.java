package dev.rivet.source.mysql;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.row.RowBatch;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads slices of tables whose column `id` tells the rows apart, and asks the server which ones
/// they should be.
record SliceReads(LiveSource live) {
    static ReadRequest table(String name) {
        return request(new Selection.Table(null, name), 1);
    }

    static ReadRequest query(String sql) {
        return request(new Selection.Query(sql), 1);
    }

    /// Zero dates become texts, so that all of them can be told apart.
    static ReadRequest request(Selection selection, int parallel) {
        return LiveSource.request(selection, Map.of(), Unrepresentable.STRING, tuning(parallel));
    }

    /// Pages of few rows.
    static Tuning tuning(int parallel) {
        return Tunings.of(
                "test",
                50,
                1 << 20,
                Duration.ZERO,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                0,
                parallel);
    }

    /// The ids of a slice's rows, sorted, each as often as it came.
    static List<String> ids(SourceSession session, ReadPlan plan, Slice slice) {
        return ids(session.read(plan, slice, LiveSource.OPEN), plan);
    }

    static List<String> ids(PreparedRead read, ReadPlan plan) {
        int id =
                plan.schema().columns().stream()
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toList()
                        .indexOf("id");
        return batches(read).stream()
                .flatMap(each -> BatchValues.column(List.of(each), id).stream())
                .map(each -> text(String.valueOf(each)))
                .sorted()
                .toList();
    }

    /// Of bytes, those that they are.
    private static String text(String id) {
        return id.startsWith("0x")
                ? new String(HexFormat.of().parseHex(id.substring(2)), StandardCharsets.US_ASCII)
                : id;
    }

    private static List<RowBatch> batches(PreparedRead read) {
        List<CompletableFuture<List<RowBatch>>> reading =
                read.streams().stream()
                        .map(each -> each.batches().collect().asList().subscribeAsCompletionStage())
                        .toList();
        return reading.stream()
                .flatMap(each -> each.orTimeout(60, TimeUnit.SECONDS).join().stream())
                .toList();
    }

    /// The key of one row, as the source tells it.
    KeyValue value(SourceSession session, String table, String column, String id) {
        String one = "SELECT * FROM " + table + " WHERE id = '" + id + "'";
        return session.survey(query(one), Key.of(column)).first().orElseThrow();
    }

    /// A slice by one column between the keys of two rows.
    record Cut(String column, @Nullable End from, @Nullable End to) {
        /// @param id of the row whose key it is
        record End(String id, Edge.Side side) {}

        Slice.Between slice(SliceReads reads, SourceSession session, String table) {
            return new Slice.Between(
                    Key.of(column),
                    edge(reads, session, table, from),
                    edge(reads, session, table, to));
        }

        private @Nullable Edge edge(
                SliceReads reads, SourceSession session, String table, @Nullable End end) {
            return end == null
                    ? null
                    : new Edge(reads.value(session, table, column, end.id()), end.side());
        }

        /// The same, as the server compares the rows' keys themselves.
        String condition(String table) {
            List<String> conditions = new ArrayList<>();
            if (from != null) {
                String operator = from.side() == Edge.Side.INCLUDED ? " >= " : " > ";
                conditions.add(compared(column) + operator + keyOf(from, table));
            }
            if (to != null) {
                String operator = to.side() == Edge.Side.INCLUDED ? " <= " : " < ";
                conditions.add(compared(column) + operator + keyOf(to, table));
            }
            if (from == null && to == null) {
                conditions.add("COALESCE(" + column + ") IS NOT NULL");
            }
            return String.join(" AND ", conditions);
        }

        private String keyOf(End end, String table) {
            String value = compared("x." + column);
            return "(SELECT " + value + " FROM " + table + " x WHERE x.id = '" + end.id() + "')";
        }

        /// The server refuses to compare with some dates that it has.
        private String compared(String value) {
            return column.matches(".*(date|time|seconds).*")
                    ? "CAST(" + value + " AS CHAR)"
                    : value;
        }
    }

    List<String> wanted(String table, String condition) {
        return strings("SELECT id FROM " + table + " WHERE " + condition).stream()
                .sorted()
                .toList();
    }

    List<String> strings(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = live.server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION time_zone = '+00:00'");
            ResultSet rows = statement.executeQuery(sql);
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return values;
    }

    /// How many rows the server has read for anybody so far.
    long rowsRead() {
        long rows = 0;
        try (Connection connection = live.server().connect();
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Handler_read%'")) {
            while (found.next()) {
                rows += found.getLong(2);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }
}
