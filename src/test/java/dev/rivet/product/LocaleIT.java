package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.diag.Secret;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What rivet reads and writes does not depend on the locale. Calls go through a shell, which makes
/// their bytes itself: those of this process would depend on its own locale.
class LocaleIT {
    private static final List<String> TABLES =
            List.of(
                    "DROP TABLE IF EXISTS cities",
                    "CREATE TABLE cities (id INT PRIMARY KEY, name VARCHAR(20))",
                    "INSERT INTO cities VALUES (1, 'Z\u00FCrich'), (2, 'Bern')");

    private static final String CITY =
            """
            - name: city
              query: SELECT id, name FROM cities WHERE name = '${CITY}'
              format: csv
              destination: {type: local, path: "out/gr\u00F6\u00DFe"}
            """;

    private static final String ZURICH = "CITY=$(printf 'Z\\303\\274rich')";

    /// A locale with digits of its own; its name alone does nothing where it is not installed.
    private static final List<String> ARABIC = List.of("-Duser.language=ar", "-Duser.country=EG");

    private static final Pattern LATIN_DIGITS = Pattern.compile("[0-9\\P{javaDigit}]*");

    @TempDir Path folder;

    @BeforeAll
    static void fill() throws Exception {
        LiveDatabase.of(PostgresServer.newest()).execute(TABLES);
        LiveDatabase.of(MySqlServer.mySql()).execute(TABLES);
        LiveDatabase.of(MySqlServer.mySql())
                .execute(
                        List.of(
                                "DROP USER IF EXISTS 'zo\u00EB'@'%'",
                                "CREATE USER 'zo\u00EB'@'%' IDENTIFIED WITH mysql_native_password"
                                        + " BY 'p\u00E4ss'",
                                "GRANT ALL ON *.* TO 'zo\u00EB'@'%'"));
    }

    private Workspace postgres(String exports) {
        return Workspace.of(
                folder, "postgres", PostgresServer.newest().source().endpoint(), exports);
    }

    /// A run under this locale, with the words of a shell after it or, as `NAME=value`, before it.
    private RivetProcess.Result run(
            Workspace workspace, String locale, String before, String after) {
        return workspace
                .launch(
                        Path.of("/bin/sh"),
                        "-c",
                        before + " exec \"$0\" run -c \"$1\" " + after,
                        RivetProcess.launcher().toString(),
                        folder.resolve("rivet.yaml").toString())
                .with("LC_ALL", locale)
                .run();
    }

    private void assertOnlyZurich(Workspace workspace, RivetProcess.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(workspace.parts("out/gr\u00F6\u00DFe"))
                .singleElement()
                .satisfies(part -> assertThat(part).hasContent("id,name\n1,Z\u00FCrich\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8", "de_DE.ISO-8859-1", "C.UTF-8"})
    void argumentsAndPathsAreUtf8(String locale) {
        Workspace workspace = postgres(CITY);
        assertOnlyZurich(workspace, run(workspace, locale, "", "-p \"" + ZURICH + "\""));
    }

    @Test
    void theEnvironmentAndItsPasswordAreUtf8() {
        Endpoint server = MySqlServer.mySql().endpoint();
        Workspace workspace =
                Workspace.of(
                        folder,
                        "mysql",
                        new Endpoint(
                                server.host(),
                                server.port(),
                                "zo\u00EB",
                                Secret.of("to be replaced"),
                                server.database()),
                        CITY);
        assertOnlyZurich(
                workspace,
                run(
                        workspace,
                        "C",
                        "export RIVET_IT_PASSWORD=\"$(printf 'p\\303\\244ss')\" \""
                                + ZURICH
                                + "\";",
                        ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void anArgumentThatIsNotUtf8IsRefused(String locale) {
        Workspace workspace = postgres(CITY);
        RivetProcess.Result result =
                run(workspace, locale, "", "-p \"CITY=$(printf 'Z\\374rich')\"");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stderr()).contains("argument 5 is not UTF-8");
        assertThat(workspace.files("out")).isEmpty();
    }

    @Test
    void aVariableThatIsNotUtf8IsRefused() {
        Workspace workspace = postgres(CITY);
        RivetProcess.Result result =
                run(workspace, "C", "export CITY=\"$(printf 'Z\\374rich')\";", "");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stderr()).contains("the environment variable `CITY` is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql"})
    void nothingThatLeavesHasTheDigitsOfTheLocale(String engine) {
        Workspace workspace =
                Workspace.of(
                        folder,
                        engine,
                        engine.equals("postgres")
                                ? PostgresServer.newest().source().endpoint()
                                : MySqlServer.mySql().endpoint(),
                        """
                        - name: cities
                          table: cities
                          format: csv
                          destination: {type: local, path: out}
                        """);
        RivetProcess.Result result =
                workspace
                        .launch(
                                RivetProcess.launcher(),
                                inArabic("run", "-c", folder.resolve("rivet.yaml").toString()))
                        .with("LC_ALL", "ar_EG.UTF-8")
                        .with("RIVET_JAVA_OPTS", String.join(" ", ARABIC))
                        .run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).contains("2 rows").matches(LATIN_DIGITS);
        assertThat(workspace.manifest("out").toString()).matches(LATIN_DIGITS);
        assertThat(workspace.files("out")).allSatisfy(name -> assertThat(name).matches("[ -~]+"));
        assertThat(workspace.parts("out"))
                .singleElement()
                .satisfies(part -> assertThat(part).hasContent("id,name\n1,Z\u00FCrich\n2,Bern\n"));
    }

    /// The executable takes properties of Java where others take options, the launcher in a
    /// variable of its own.
    private static String[] inArabic(String... arguments) {
        boolean executable = !RivetProcess.launcher().endsWith(Path.of("bin", "rivet"));
        return Stream.concat(executable ? ARABIC.stream() : Stream.empty(), Stream.of(arguments))
                .toArray(String[]::new);
    }
}
