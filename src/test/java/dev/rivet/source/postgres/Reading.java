package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.RivetException;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.BatchReader;
import dev.rivet.source.Gate;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.connect.FurtherConnections;
import dev.rivet.source.postgres.decode.Values;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads whole selections, the way a run does, and shows them as Java values.
public final class Reading {
    static final Vertx VERTX = Vertx.vertx();

    public static final Tuning TUNING =
            Tunings.of(
                    "test",
                    10_000,
                    4L << 20,
                    Duration.ZERO,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    64L << 20,
                    1);

    static final String PAGES = "page ranges, one snapshot";
    static final String PORTAL = "portal, one snapshot";

    /// Nothing holds a read back.
    static final Gate OPEN = rows -> Uni.createFrom().voidItem();

    private final SourceConfig.Postgres config;
    private final Map<String, LogicalType> overrides;
    private final @Nullable Unrepresentable policy;
    private final Tuning tuning;
    private final @Nullable Tables tables;
    private final Duration patience;

    /// Where queries are made tables: by somebody who may create them.
    interface Tables {
        void execute(String... statements);
    }

    Reading(SourceConfig.Postgres config) {
        this(config, Map.of(), null, TUNING, null, Duration.ofSeconds(30));
    }

    private Reading(
            SourceConfig.Postgres config,
            Map<String, LogicalType> overrides,
            @Nullable Unrepresentable policy,
            Tuning tuning,
            @Nullable Tables tables,
            Duration patience) {
        this.config = config;
        this.overrides = overrides;
        this.policy = policy;
        this.tuning = tuning;
        this.tables = tables;
        this.patience = patience;
    }

    Reading overriding(String column, LogicalType type) {
        return overriding(Map.of(column, type));
    }

    Reading overriding(Map<String, LogicalType> types) {
        return new Reading(config, types, policy, tuning, tables, patience);
    }

    Reading under(Unrepresentable choice) {
        return new Reading(config, overrides, choice, tuning, tables, patience);
    }

    Reading tuned(Tuning other) {
        return new Reading(config, overrides, policy, other, tables, patience);
    }

    /// With further connections as impatient as a run is; a busy machine may make that too short.
    Reading impatient() {
        return new Reading(config, overrides, policy, tuning, tables, FurtherConnections.PATIENCE);
    }

    /// Makes every query a table first, and reads that one by ranges of pages.
    Reading throughTables(Tables maker) {
        return new Reading(config, overrides, policy, tuning, maker, patience);
    }

    SourceConfig.Postgres source() {
        return config;
    }

    SourceSession open() {
        return new PostgresSource(config, VERTX, patience, StageProfile.off()).open("orders");
    }

    ReadRequest request(Selection selection) {
        return new ReadRequest(selection, overrides, policy, tuning);
    }

    ReadRequest query(String sql) {
        return request(new Selection.Query(sql));
    }

    /// @param table `name` or `schema.name`
    ReadRequest table(String table) {
        int dot = table.indexOf('.');
        return request(
                new Selection.Table(
                        dot < 0 ? null : table.substring(0, dot), table.substring(dot + 1)));
    }

    /// Everything that a read brings.
    ///
    /// @param batches of all streams, one stream after the other
    record Result(RowSchema schema, String path, PreparedRead read, List<RowBatch> batches) {
        /// Row by row, as [Values] shows them.
        List<List<@Nullable Object>> rows() {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            batches.forEach(batch -> rows.addAll(Values.rows(batch)));
            return rows;
        }

        /// The first column of the first row.
        @Nullable Object value() {
            return rows().getFirst().getFirst();
        }

        LogicalType type() {
            return schema.column(0).type();
        }

        int rebased(int column) {
            return batches.stream().mapToInt(batch -> batch.rebased()[column]).sum();
        }

        int replaced(int column) {
            return batches.stream().mapToInt(batch -> batch.replaced()[column]).sum();
        }
    }

    Result all(ReadRequest request) {
        return all(request, OPEN);
    }

    Result all(ReadRequest request, Gate gate) {
        try (SourceSession session = open()) {
            ReadPlan plan = session.describe(request);
            PreparedRead read = session.read(plan, gate);
            return new Result(plan.schema(), plan.path(), read, batches(read));
        }
    }

    /// All streams at once.
    static List<RowBatch> batches(PreparedRead read) {
        List<CompletableFuture<List<RowBatch>>> streams =
                read.streams().stream()
                        .map(BatchReader::batches)
                        .map(each -> each.collect().asList().subscribeAsCompletionStage())
                        .toList();
        List<RowBatch> batches = new ArrayList<>();
        for (CompletableFuture<List<RowBatch>> stream : streams) {
            try {
                batches.addAll(stream.orTimeout(120, TimeUnit.SECONDS).join());
            } catch (CompletionException failed) {
                if (failed.getCause() instanceof RivetException failure) {
                    throw failure;
                }
                throw failed;
            }
        }
        return batches;
    }

    Result all(String sql) {
        if (tables == null) {
            return all(query(sql));
        }
        tables.execute(
                "DROP TABLE IF EXISTS through_table",
                "CREATE TABLE through_table AS " + sql,
                "GRANT SELECT ON through_table TO PUBLIC");
        Result result = all(table("through_table"));
        assertThat(result.path()).isEqualTo(PAGES);
        return result;
    }
}
