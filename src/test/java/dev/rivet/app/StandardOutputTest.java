package dev.rivet.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.app.RunRequest.Results;
import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.History;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.Mode;
import dev.rivet.config.NoRows;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.Retries;
import dev.rivet.config.Selection;
import dev.rivet.config.Tunings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private static final DestinationConfig STDOUT = new DestinationConfig.Stdout();
    private static final DestinationConfig LOCAL = new DestinationConfig.Local(Path.of("/data"));

    private static ExportConfig export(String name, DestinationConfig destination) {
        return new ExportConfig(
                name,
                new Selection.Query("SELECT 1"),
                new Mode.Full(),
                new ExportConfig.Columns(Map.of(), null, MetaColumns.NONE),
                new ExportConfig.Files(
                        new OutputFormat.Csv(), null, NoRows.NO_FILE, History.KEEP, null),
                destination,
                Tunings.of("t", 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 1),
                Retries.NONE);
    }

    @Test
    void oneExportMayHaveIt() {
        List<ExportConfig> exports = List.of(export("a", STDOUT), export("b", LOCAL));
        assertThatCode(() -> StandardOutput.refuseUnlessFree(exports, Results.NONE))
                .doesNotThrowAnyException();
    }

    @Test
    void twoExportsMayNotShareIt() {
        List<ExportConfig> exports = List.of(export("a", STDOUT), export("b", STDOUT));
        assertThatThrownBy(() -> StandardOutput.refuseUnlessFree(exports, Results.NONE))
                .hasMessageContaining("a, b");
    }

    @Test
    void rowsAndResultsDoNotMix() {
        List<ExportConfig> exports = List.of(export("a", STDOUT));
        assertThatThrownBy(() -> StandardOutput.refuseUnlessFree(exports, new Results(true, null)))
                .hasMessageContaining("--json");
    }
}
