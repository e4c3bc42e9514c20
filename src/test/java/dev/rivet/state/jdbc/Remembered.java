package dev.rivet.state.jdbc;

import dev.rivet.destination.FileContent;
import dev.rivet.encode.RowPrints;
import dev.rivet.journal.Ending;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.Journal;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.journal.Volume;
import dev.rivet.manifest.Part;
import dev.rivet.manifest.Receipts;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Sighting;
import dev.rivet.plan.Terms;
import dev.rivet.plan.Watermark;
import dev.rivet.state.CursorStore;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.MarginStore;
import dev.rivet.state.StateStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A state that has something in each of its tables.
final class Remembered {
    private static final Instant START = Instant.parse("2026-11-21T05:02:50.505Z");
    private static final FileKind CSV = new FileKind("csv", "none");

    private Remembered() {}

    /// @param runs how many
    static void fill(StateStore state, int runs) {
        state.owners().claim("orders", new ExportOwner("/c/rivet.yaml", "postgres h:1/d", "out"));
        state.schemas().save("orders", Map.of("id", "int64"));
        for (int i = 0; i < runs; i++) {
            RunId run = new RunId("orders_" + i);
            state.runs().begin(run, "orders", "file:///ö", START);
            state.journals().save(new Journal(run, "orders", List.of()));
            Part part = new Part(1, new FileContent(i + ".csv", 10, "xxh3:0"), 7, null);
            state.ledger().record(Receipts.of(run, "orders", CSV, part));
            state.runs().finish(summary(run, i % 2 == 0 ? true : null));
        }
        RunId last = new RunId("orders_0");
        var receipt = Receipts.of(last, "orders", CSV);
        Watermark mark =
                new Watermark(Key.of("id"), Edge.including(new KeyValue(KeyType.INTEGER, "7")));
        Terms terms = new Terms(Map.of("table", "orders"));
        state.cursors()
                .advance(new CursorStore.Stored("orders", mark, START, last, terms), receipt);
        RowPrints prints = new RowPrints();
        prints.add(-1, 0);
        prints.add(7, Long.MIN_VALUE);
        state.margins().keep("orders", last, 1, new MarginStore.Margin(mark.edge(), prints));
        state.cursors().saw("orders", new Sighting(START, mark.value()));
        state.chunks().begin(last, "orders", ExportPlan.full(), terms);
        state.chunks().start(last, 1);
        state.chunks().done(last, 1, receipt.manifest());
        state.runs()
                .aggregate(
                        new RunReport("agg_1", START, START, Path.of("/c/rivet.yaml"), List.of()),
                        "{}");
    }

    private static RunSummary summary(RunId run, @Nullable Boolean ok) {
        return new RunSummary(
                new RunSummary.Identity(run, "orders", "full"),
                new RunSummary.Route("postgres", null, "local", "file:///ö", CSV),
                new RunSummary.Tuning("balanced", 10_000),
                new Volume(100, 1, 5_000_000_000L, 4096),
                new RunSummary.Findings(ok, List.of(), Map.of(), List.of(), RunSummary.Reach.NONE),
                new RunSummary.Spent(START, START.plus(Duration.ofMillis(2200)), 2, null),
                new Ending.Delivered());
    }

    /// All rows of all tables, as texts.
    static Map<String, List<String>> of(StateBackend backend) throws SQLException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (Database database = backend.database()) {
            for (String table : StateTables.REMEMBERED) {
                rows.put(table, database.read(session -> rows(session, table)));
            }
        }
        return rows;
    }

    private static List<String> rows(Session session, String table) throws SQLException {
        List<String> columns = List.copyOf(session.columns(table).keySet());
        return session
                .query(
                        "SELECT * FROM " + table,
                        row -> {
                            StringBuilder text = new StringBuilder();
                            for (String column : columns) {
                                Object value = row.getObject(column);
                                boolean flag =
                                        column.equals("validated")
                                                || column.equals("cursor_delivered")
                                                || column.equals("start_included")
                                                || column.equals("schema_changed");
                                text.append(column)
                                        .append('=')
                                        .append(
                                                flag && value != null
                                                        ? row.getBoolean(column)
                                                        : value instanceof byte[] bytes
                                                                ? HexFormat.of().formatHex(bytes)
                                                                : value)
                                        .append(' ');
                            }
                            return text.toString();
                        })
                .stream()
                .sorted()
                .toList();
    }
}
