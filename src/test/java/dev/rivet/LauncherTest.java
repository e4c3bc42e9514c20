package dev.rivet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.RivetProcess;
import dev.rivet.testing.RivetProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The launcher script with scripts of our own in the place of Java.
class LauncherTest {
    private static final Path LAUNCHER = Path.of("src", "dist", "bin", "rivet").toAbsolutePath();

    @TempDir Path folder;
    private Path newJava;
    private Path oldJava;

    @BeforeEach
    void makeJavas() throws IOException {
        newJava = java("new", "25.0.1");
        oldJava = java("old", "17.0.15");
    }

    @Test
    void argumentsAndExitCodePass() {
        Result result = launch("run", "-c", "a file.yaml", "");

        assertThat(result.stdout()).endsWith("[run]\n[-c]\n[a file.yaml]\n[]\n");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void heapIsBoundedUnlessTheUserSaysOtherwise() {
        assertThat(launch().stdout()).contains("[-Xmx256m]\n").contains("[-XX:+UseSerialGC]\n");
        assertThat(launchWith("RIVET_JAVA_OPTS", "-Xmx1g  -Dx=*").stdout())
                .containsSubsequence("[-Xmx256m]\n", "[-Xmx1g]\n", "[-Dx=*]\n", "[-jar]\n");
    }

    @Test
    void anotherCollectorReplacesOurs() {
        assertThat(launchWith("RIVET_JAVA_OPTS", "-XX:+UseG1GC").stdout())
                .contains("[-XX:+UseG1GC]\n")
                .doesNotContain("SerialGC");
    }

    @Test
    void javaHomeComesBeforeThePath() throws IOException {
        Path other = java("other", "26");
        Result result =
                RivetProcess.launch(LAUNCHER)
                        .with("JAVA_HOME", other.toString())
                        .with("PATH", newJava.resolve("bin") + ":/usr/bin:/bin")
                        .run();

        assertThat(result.stdout()).startsWith(other + "\n");
    }

    @Test
    void tooOldIsPassedOver() {
        Result result =
                RivetProcess.launch(LAUNCHER)
                        .with("JAVA_HOME", oldJava.toString())
                        .with("PATH", newJava.resolve("bin") + ":/usr/bin:/bin")
                        .run();

        assertThat(result.stdout()).startsWith(newJava + "\n");
    }

    @Test
    void theUsersFoldersAreSearched() throws IOException {
        Path sdkman = folder.resolve("home/.sdkman/candidates/java");
        Files.createDirectories(sdkman);
        Files.move(newJava, sdkman.resolve("25.0.1-tem"));
        Result result =
                RivetProcess.launch(LAUNCHER)
                        .with("HOME", folder.resolve("home").toString())
                        .with("PATH", oldJava.resolve("bin") + ":/usr/bin:/bin")
                        .run();

        assertThat(result.stdout()).startsWith(sdkman.resolve("25.0.1-tem") + "\n");
    }

    @Test
    void versionIsReadFromJavaItselfWhereItIsNotWritten() throws IOException {
        Files.delete(newJava.resolve("release"));

        assertThat(launch().exitCode()).isEqualTo(7);
    }

    @Test
    void aChosenJavaThatIsTooOldIsRefused() {
        Result result = launchWith("RIVET_JAVA", oldJava.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .startsWith("Error: RIVET_JAVA=" + oldJava)
                .contains("25 or newer");
        assertThat(result.stdout()).isEmpty();
    }

    @Test
    void aChosenJavaMayBeTheExecutable() {
        assertThat(launchWith("RIVET_JAVA", newJava.resolve("bin/java").toString()).exitCode())
                .isEqualTo(7);
    }

    @Test
    void linksLeadToTheFolderOfTheProduct() throws IOException {
        Path product = product();
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("rivet"), Path.of("../a product/bin/rivet"));
        Files.createSymbolicLink(folder.resolve("again"), links.resolve("rivet"));

        Result result =
                RivetProcess.launch(folder.resolve("again"))
                        .with("RIVET_JAVA", newJava.toString())
                        .in(links)
                        .run();

        assertThat(result.stdout())
                .contains("[" + product.toRealPath().resolve("lib/rivet.jar") + "]\n");
    }

    @Test
    void javaTakesThePlaceOfTheScriptSoThatSignalsReachIt() throws IOException {
        Path waiting = folder.resolve("waiting");
        Files.createDirectories(waiting.resolve("bin"));
        Files.writeString(waiting.resolve("release"), "JAVA_VERSION=\"25\"\n");
        script(
                waiting.resolve("bin/java"),
                "trap 'exit 9' TERM\necho ready >&2\nwhile :; do sleep 0.05; done\n");
        try (RivetProcess process =
                RivetProcess.launch(LAUNCHER).with("RIVET_JAVA", waiting.toString()).start()) {
            process.awaitError("ready");
            process.signal("TERM");

            Result result = process.await();
            assertThat(result.exitCode()).isEqualTo(9);
            assertThat(result.peakMemoryBytes()).isBetween(100_000L, 100_000_000L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C, LC_ALL=C.UTF-8",
        "POSIX, LC_ALL=C.UTF-8",
        "xx_XX.UTF-8, LC_ALL=C.UTF-8",
        "'', LC_ALL=C.UTF-8",
        "C.UTF-8, LC_ALL=C.UTF-8",
    })
    void javaAlwaysGetsALocaleOfUtf8(String locale, String expected) {
        assertThat(launchWith("LC_ALL", locale).stderr()).isEqualTo(expected + "\n");
    }

    @Test
    void aLocaleOfUtf8Stays() {
        assertThat(launchWith("LANG", "C.UTF-8").stderr()).isEqualTo("LC_ALL=\n");
    }

    @Test
    void theTrainedCacheIsUsedWithoutAWordFromJava() throws IOException {
        Path product = product();
        Path cache = cacheIn(product);

        assertThat(launch(product, "run", "-c", "a.yaml").stdout())
                .containsSubsequence(
                        "[-XX:AOTCache=" + cache.toRealPath() + "]\n",
                        "[-Xlog:aot*=off,cds*=off]\n",
                        "[-jar]\n",
                        "[run]\n");
    }

    @Test
    void withoutATrainedCacheJavaIsNotAskedForOne() throws IOException {
        assertThat(launch(product(), "run").stdout()).doesNotContain("AOT", "-Xlog", "[]");
    }

    @Test
    void whatOnlyPrintsDoesWithoutTheCache() throws IOException {
        Path product = product();
        cacheIn(product);

        assertThat(launch(product).stdout()).doesNotContain("AOT");
        assertThat(launch(product, "--version").stdout()).doesNotContain("AOT");
        assertThat(launch(product, "--help").stdout()).doesNotContain("AOT");
        assertThat(launch(product, "schema", "config").stdout()).doesNotContain("AOT");
        assertThat(launch(product, "completions", "bash").stdout()).doesNotContain("AOT");
    }

    @Test
    void aClosedStandardStreamIsOpenedOnNothingAndTold() {
        Result result =
                RivetProcess.launch(
                                Path.of("/bin/sh"),
                                "-c",
                                "exec \"$0\" run <&-",
                                LAUNCHER.toString())
                        .with("RIVET_JAVA", newJava.toString())
                        .run();

        assertThat(result.stdout()).contains("[-Drivet.closed=0]\n");
        assertThat(launch("run").stdout()).doesNotContain("rivet.closed");
    }

    @ParameterizedTest
    @CsvSource({
        "RIVET_JAVA_OPTS, -XX:AOTCacheOutput=a.aot",
        "JAVA_TOOL_OPTIONS, -Xmx1g -Xshare:auto",
        "JDK_JAVA_OPTIONS, -XX:SharedArchiveFile=a.jsa",
    })
    void optionsThatJavaRefusesBesideTheCacheReplaceIt(String name, String options)
            throws IOException {
        Path product = product();
        cacheIn(product);
        Result result =
                RivetProcess.launch(product.resolve("bin/rivet"), "run")
                        .with("RIVET_JAVA", newJava.toString())
                        .with(name, options)
                        .run();

        assertThat(result.stdout()).contains("[run]\n").doesNotContain("[-XX:AOTCache=");
    }

    private Result launch(String... arguments) {
        return RivetProcess.launch(LAUNCHER, arguments)
                .with("RIVET_JAVA", newJava.toString())
                .run();
    }

    private Result launch(Path product, String... arguments) {
        return RivetProcess.launch(product.resolve("bin/rivet"), arguments)
                .with("RIVET_JAVA", newJava.toString())
                .run();
    }

    private Result launchWith(String name, String value) {
        return RivetProcess.launch(LAUNCHER)
                .with("RIVET_JAVA", newJava.toString())
                .with(name, value)
                .run();
    }

    /// The launcher in a folder with a blank in its name.
    private Path product() throws IOException {
        Path product = Files.createDirectories(folder.resolve("a product"));
        Path launcher = Files.createDirectory(product.resolve("bin")).resolve("rivet");
        Files.copy(LAUNCHER, launcher);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return product;
    }

    private static Path cacheIn(Path product) throws IOException {
        Path library = Files.createDirectory(product.resolve("lib"));
        return Files.writeString(library.resolve("rivet.aot"), "trained");
    }

    /// A folder like that of a JDK, whose `java` prints where it is and its arguments, and ends
    /// with 7.
    private Path java(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.createDirectory(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Us\"\nJAVA_VERSION=\"%s\"\nOS_NAME=\"Linux\"\n".formatted(version));
        script(
                home.resolve("bin/java"),
                """
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-10-21' >&2; exit 0; fi
                echo "LC_ALL=${LC_ALL:-}" >&2
                echo "${0%%/bin/java}"
                for argument in "$@"; do echo "[$argument]"; done
                exit 7
                """
                        .formatted(version));
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
