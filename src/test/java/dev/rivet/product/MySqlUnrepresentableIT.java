package dev.rivet.product;

import static dev.rivet.product.TypeCase.column;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlUnrepresentableIT implements UnrepresentableContract {
    private static final List<TypeCase> ZERO_DATES =
            List.of(
                    column("day", "DATE", "date", MySqlTypes.DATE, FileType.DATE)
                            .holds("'2024-02-29'", "'0000-00-00'"),
                    column("part_day", "DATE", "date", MySqlTypes.DATE, FileType.DATE)
                            .holds("'1000-01-01'", "'2024-00-15'"),
                    column(
                                    "stamp",
                                    "DATETIME(3)",
                                    "datetime",
                                    MySqlTypes.DATETIME,
                                    FileType.TIMESTAMP)
                            .holds("'2024-02-29 10:11:12.345'", "'2024-02-00 10:11:12.345'"),
                    column(
                                    "moment",
                                    "TIMESTAMP NULL",
                                    "timestamp",
                                    MySqlTypes.INSTANT,
                                    FileType.TIMESTAMP_TZ)
                            .holds("'2024-02-29 10:11:12'", "0"));
    private static final List<TypeCase> OTHERS =
            List.of(
                    column("clock", "TIME(2)", "time", MySqlTypes.TIME, FileType.TIME)
                            .holds("'23:59:59.99'", "'838:59:59'"),
                    column("negative", "TIME", "time", MySqlTypes.TIME, FileType.TIME)
                            .holds("'00:00:00'", "'-00:00:01'"),
                    column("flag", "TINYINT(1)", "tinyint(1)", MySqlTypes.FLAG, FileType.BOOL)
                            .holds("1", "2"));

    private static TypeTable table;

    @BeforeAll
    static void fill() throws Exception {
        List<TypeCase> cases = Stream.concat(ZERO_DATES.stream(), OTHERS.stream()).toList();
        table = new TypeTable(LiveDatabase.of(MySqlServer.mySql()), cases);
        table.fill();
    }

    @Override
    public TypeTable table() {
        return table;
    }

    @Override
    public String text() {
        return MySqlTypes.TEXT;
    }

    @Test
    void zeroDatesBecomeNullAndAreCountedWhenNothingIsSaid(@TempDir Path folder) {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "mysql",
                        MySqlServer.mySql().endpoint(),
                        table.export("zero", ZERO_DATES, "format: csv"));
        workspace.run("--validate");

        assertThat(workspace.manifest("out/zero").get("replaced")).hasSize(ZERO_DATES.size());
        RivetProcess.Result strict = workspace.rivet("run", "--strict").run();
        assertThat(strict.exitCode()).as(strict.toString()).isEqualTo(5);
    }
}
