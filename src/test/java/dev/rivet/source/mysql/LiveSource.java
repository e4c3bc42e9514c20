package dev.rivet.source.mysql;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.Links;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.source.mysql.query.KeyPages;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.read.MySqlReader;
import dev.rivet.testing.MySqlServer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads from a test server the way the engine does.
public final class LiveSource implements AutoCloseable {
    public static final Tuning TUNING =
            Tunings.of(
                    "test",
                    10_000,
                    4 << 20,
                    Duration.ZERO,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(20),
                    1 << 20,
                    1);
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Nothing holds a read back.
    static final Gate OPEN = rows -> Uni.createFrom().voidItem();

    private final Vertx vertx = Vertx.vertx();
    private final MySqlServer server;
    final MySqlSource source;

    LiveSource(MySqlServer server) {
        this.server = server;
        this.source =
                new MySqlSource(
                        new SourceConfig.MySql(server.endpoint(), Tls.DISABLED), vertx, PATIENCE);
    }

    Vertx vertx() {
        return vertx;
    }

    MySqlServer server() {
        return server;
    }

    SourceSession open() {
        return source.open("orders");
    }

    static ReadRequest table(String name) {
        return request(new Selection.Table(null, name), Map.of(), null, TUNING);
    }

    static ReadRequest query(String sql) {
        return request(new Selection.Query(sql), Map.of(), null, TUNING);
    }

    static ReadRequest query(
            String sql, Map<String, LogicalType> overrides, @Nullable Unrepresentable policy) {
        return request(new Selection.Query(sql), overrides, policy, TUNING);
    }

    static ReadRequest request(
            Selection selection,
            Map<String, LogicalType> overrides,
            @Nullable Unrepresentable policy,
            Tuning tuning) {
        return new ReadRequest(selection, overrides, policy, tuning);
    }

    public static Tuning batches(int rows, long bytes) {
        return Tunings.of(
                "test",
                rows,
                bytes,
                Duration.ZERO,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                0,
                1);
    }

    List<RowBatch> read(ReadRequest request) {
        try (SourceSession session = open()) {
            return read(session, session.describe(request));
        }
    }

    static List<RowBatch> read(SourceSession session, ReadPlan plan) {
        return session.read(plan, OPEN).streams().stream()
                .map(each -> each.batches().collect().asList().subscribeAsCompletionStage())
                .toList()
                .stream()
                .flatMap(each -> joined(each).stream())
                .toList();
    }

    private static List<RowBatch> joined(CompletableFuture<List<RowBatch>> batches) {
        try {
            return batches.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// Reads a table in pages by a plan that no session has made.
    List<RowBatch> readPages(MySqlPlan plan) {
        Link link =
                new Links(new SourceConfig.MySql(server.endpoint(), Tls.DISABLED), vertx)
                        .open("orders");
        try {
            ReadViews.begin(link);
            var pages =
                    new KeyPages(
                            (Selection.Table) plan.selection(),
                            Objects.requireNonNull(plan.pageKey()),
                            plan);
            BatchReader reader = new MySqlReader(link, plan, pages, OPEN);
            return joined(reader.batches().collect().asList().subscribeAsCompletionStage());
        } finally {
            link.close();
        }
    }

    /// The only value of a query.
    @Nullable Object value(String sql) {
        return BatchValues.rows(read(query(sql))).getFirst().getFirst();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
