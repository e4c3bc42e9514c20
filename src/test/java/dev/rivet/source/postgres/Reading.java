package dev.rivet.source.postgres;

import dev.rivet.config.Selection;
import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tuning;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.Gate;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads whole selections, the way a run does, and shows them as Java values.
final class Reading {
    static final Vertx VERTX = Vertx.vertx();

    static final Tuning TUNING =
            new Tuning(
                    "test",
                    10_000,
                    4L << 20,
                    Duration.ZERO,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    64L << 20,
                    1);

    /// Nothing holds a read back.
    static final Gate OPEN = rows -> Uni.createFrom().voidItem();

    private final SourceConfig.Postgres config;
    private final Map<String, LogicalType> overrides;
    private final @Nullable Unrepresentable policy;

    Reading(SourceConfig.Postgres config) {
        this(config, Map.of(), null);
    }

    private Reading(
            SourceConfig.Postgres config,
            Map<String, LogicalType> overrides,
            @Nullable Unrepresentable policy) {
        this.config = config;
        this.overrides = overrides;
        this.policy = policy;
    }

    Reading overriding(String column, LogicalType type) {
        return new Reading(config, Map.of(column, type), policy);
    }

    Reading under(Unrepresentable choice) {
        return new Reading(config, overrides, choice);
    }

    SourceSession open() {
        return new PostgresSource(config, VERTX, StageProfile.off()).open("orders");
    }

    ReadRequest request(Selection selection) {
        return new ReadRequest(selection, overrides, policy, TUNING);
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
    record Result(RowSchema schema, List<RowBatch> batches) {
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

        int replaced(int column) {
            return batches.stream().mapToInt(batch -> batch.replaced()[column]).sum();
        }
    }

    Result all(ReadRequest request) {
        try (SourceSession session = open()) {
            ReadPlan plan = session.describe(request);
            List<RowBatch> batches =
                    session.read(plan, OPEN)
                            .streams()
                            .getFirst()
                            .batches()
                            .collect()
                            .asList()
                            .await()
                            .atMost(Duration.ofSeconds(60));
            return new Result(plan.schema(), batches);
        }
    }

    Result all(String sql) {
        return all(query(sql));
    }
}
