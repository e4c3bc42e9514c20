package dev.rivet.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.History;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.Mode;
import dev.rivet.config.NoRows;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.Retries;
import dev.rivet.config.Selection;
import dev.rivet.config.StatementBudget;
import dev.rivet.config.Tuning;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Column;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.ReadPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final long MOST = 64 << 20;
    private static final RunOptions LENIENT =
            new RunOptions(false, false, Duration.ZERO, RunOptions.Resume.IF_THERE_IS_ONE);
    private static final StatementBudget STATEMENTS =
            new StatementBudget(Duration.ofMillis(100), 7, Duration.ofSeconds(5));
    private static final RunOptions STRICT =
            new RunOptions(false, true, Duration.ZERO, RunOptions.Resume.IF_THERE_IS_ONE);

    private static ExportConfig export(@Nullable Unrepresentable policy, @Nullable Long maxFile) {
        return export(policy, maxFile, 1);
    }

    private static ExportConfig export(
            @Nullable Unrepresentable policy, @Nullable Long maxFile, int parallel) {
        return new ExportConfig(
                "orders",
                new Selection.Query("SELECT 1"),
                new Mode.Full(),
                new ExportConfig.Columns(Map.of(), policy, MetaColumns.NONE),
                new ExportConfig.Files(
                        new OutputFormat.Csv(), maxFile, NoRows.NO_FILE, History.KEEP, null),
                new DestinationConfig.Stdout(),
                new Tuning(
                        "t", 100, 8 << 20, Duration.ZERO, Duration.ZERO, 0, STATEMENTS, parallel),
                Retries.NONE);
    }

    @Test
    void strictFailsOnEveryValueThatWouldBecomeNull() {
        assertThat(Requests.read(export(null, null), LENIENT, MOST).policy()).isEmpty();
        assertThat(Requests.read(export(null, null), STRICT, MOST).policy())
                .contains(Unrepresentable.FAIL);
        assertThat(Requests.read(export(Unrepresentable.NULL, null), STRICT, MOST).policy())
                .contains(Unrepresentable.FAIL);
        assertThat(Requests.read(export(Unrepresentable.STRING, null), STRICT, MOST).policy())
                .contains(Unrepresentable.STRING);
    }

    @Test
    void batchesAreSmallWhereFilesAreSmall() {
        assertThat(Requests.read(export(null, 1L << 20), LENIENT, MOST).tuning().batchBytes())
                .isEqualTo(1 << 18);
        assertThat(Requests.read(export(null, 1L), LENIENT, MOST).tuning().batchBytes())
                .isEqualTo(64 * 1024);
    }

    @Test
    void batchesAreNeverLargerThanMemoryAllows() {
        assertThat(Requests.read(export(null, null), LENIENT, 1_000_000).tuning().batchBytes())
                .isEqualTo(1_000_000);
        assertThat(Requests.read(export(null, null), LENIENT, MOST).tuning().batchBytes())
                .isEqualTo(8 << 20);
    }

    @Test
    void connectionsShareTheMemoryOfBatches() {
        assertThat(Requests.read(export(null, null, 4), LENIENT, 1_000_000).tuning().batchBytes())
                .isEqualTo(250_000);
    }

    /// Only the size of batches is ours to change.
    @Test
    void whatIsWrittenOfStatementsReachesTheSource() {
        Tuning written = export(null, null).tuning();
        assertThat(Requests.read(export(null, null), LENIENT, 1_000_000).tuning())
                .isEqualTo(written.withBatchBytes(1_000_000));
        assertThat(written.statements()).isEqualTo(STATEMENTS);
    }

    @Test
    void strictDoesNotBeginWhereRowsMayBeHidden() {
        ReadPlan plan = new CaveatPlan(List.of("policies apply", "pages are damaged"));
        assertThatCode(() -> Requests.refuseCaveats(plan, LENIENT)).doesNotThrowAnyException();
        assertThatCode(() -> Requests.refuseCaveats(new CaveatPlan(List.of()), STRICT))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Requests.refuseCaveats(plan, STRICT))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("policies apply, and --strict refuses that")
                .hasMessageContaining("pages are damaged");
    }

    private record CaveatPlan(List<String> caveats) implements ReadPlan {
        @Override
        public RowSchema schema() {
            throw new UnsupportedOperationException();
        }

        @Override
        public OptionalLong estimatedRows() {
            return OptionalLong.empty();
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public String sql() {
            return "";
        }
    }

    @Test
    void strictNamesEveryLossyColumn() {
        RowSchema schema =
                new RowSchema(
                        List.of(
                                new Column("a", "x", new LogicalType.Text(), Fidelity.LOSSY),
                                new Column("b", "x", new LogicalType.Text(), Fidelity.EXACT),
                                new Column("c", "x", new LogicalType.Text(), Fidelity.LOSSY)));
        assertThatCode(() -> Requests.refuseIfStrict(schema, List.of(), LENIENT))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Requests.refuseIfStrict(schema, List.of(), STRICT))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("column a")
                .hasMessageContaining("column c");
    }
}
