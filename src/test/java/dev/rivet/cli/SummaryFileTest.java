package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.RunReport;
import dev.rivet.observe.AggregateJson;
import dev.rivet.observe.Summaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryFileTest {
    private static final RunReport REPORT = Summaries.report(Summaries.delivered("a", 1, 1));
    private static final String SUMMARY = AggregateJson.of(REPORT);

    @TempDir Path folder;

    private static Optional<Diagnostic> write(Path file) {
        SummaryFile summary = new SummaryFile(file, Duration.ofMillis(300));
        summary.prepare();
        return summary.write(SUMMARY);
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        return pipe;
    }

    @Test
    void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.writeString(real.resolve("old.json"), "old");
        Path second = Files.createSymbolicLink(real.resolve("second"), Path.of("old.json"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real/second"));

        assertThat(write(link)).isEmpty();

        assertThat(link).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(real.resolve("old.json")).hasContent(SUMMARY);
    }

    @Test
    void aLinkThatLeadsToNothingYetGetsSomething() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("new.json"));

        assertThat(write(link)).isEmpty();

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("new.json")).hasContent(SUMMARY);
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, Path.of("link"));

        assertThatThrownBy(() -> write(link)).hasMessageContaining("cannot be written to " + link);
    }

    @Test
    void aDeviceStaysADevice() throws IOException {
        Path nothing = Path.of("/dev/null");

        assertThat(write(nothing)).isEmpty();
        assertThat(Files.readAttributes(nothing, "isOther").get("isOther")).isEqualTo(true);
        assertThat(write(Path.of("/dev/full")).map(Diagnostic::code))
                .contains(Code.CLI_OUTPUT_UNWRITABLE);
    }

    @Test
    void aNamedPipeIsWrittenToAndStays() throws Exception {
        Path pipe = pipe();
        var read = CompletableFuture.supplyAsync(() -> read(pipe));

        assertThat(new SummaryFile(pipe).write(SUMMARY)).isEmpty();

        assertThat(read.get()).isEqualTo(SUMMARY);
        assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private static String read(Path pipe) {
        try (var in = Files.newInputStream(pipe)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aNamedPipeThatNobodyReadsIsNotWaitedForForEver() throws Exception {
        Optional<Diagnostic> failure = write(pipe());

        assertThat(failure.orElseThrow().message()).contains("nobody has read it within");
    }

    @Test
    void aDescriptorOfTheProcessIsKnownBehindItsNames() {
        assertThat(new SummaryFile(Path.of("/dev/stdout")).isStandardOutput()).isTrue();
        assertThat(new SummaryFile(Path.of("/proc/self/fd/1")).isStandardOutput()).isTrue();
        assertThat(new SummaryFile(Path.of("/dev/stderr")).isStandardOutput()).isFalse();
        assertThat(new SummaryFile(folder.resolve("1")).isStandardOutput()).isFalse();
    }

    @Test
    void theSummaryOfAnEarlierCallGoesAtTheStart() throws IOException {
        Path old = Files.writeString(folder.resolve("old.json"), SUMMARY);
        Path other = Files.writeString(folder.resolve("other.sql"), "SELECT 1");

        new SummaryFile(old).prepare();
        new SummaryFile(other).prepare();

        assertThat(old).doesNotExist();
        assertThat(other).hasContent("SELECT 1");
    }
}
