package dev.rivet.observe;

import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.Progress;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunListener;
import dev.rivet.journal.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Keeps `summary.json` and `summary.md` of every run under `.rivet/runs/<run_id>` beside the
/// configuration; the newest hundred runs stay, and all of this invocation. Reports are a
/// courtesy: a run does not fail over them.
public final class RunReports implements RunListener {
    static final int KEPT = 100;
    private static final String JSON = "summary.json";
    private static final String PAGE = "summary.md";
    private static final System.Logger LOG = System.getLogger(RunReports.class.getName());

    private final Path config;
    private final Path folder;
    private final Set<Path> written = new HashSet<>();

    /// Keeps reports beside this configuration.
    public RunReports(Path config) {
        this.config = config.toAbsolutePath().normalize();
        this.folder = this.config.resolveSibling(".rivet").resolve("runs");
    }

    @Override
    public void started(RunId run, String export, String mode) {}

    @Override
    public void happened(RunId run, JournalEntry entry) {}

    @Override
    public void progressed(RunId run, Progress progress) {}

    @Override
    public synchronized void finished(RunSummary summary) {
        try {
            Path run = folder.resolve(summary.run().id().value());
            AtomicFile.write(run.resolve(JSON), RunDocument.json(summary, config));
            AtomicFile.write(run.resolve(PAGE), RunPage.of(summary));
            written.add(run);
            removeOld();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the run's report could not be kept: " + e);
        }
    }

    private void removeOld() throws IOException {
        List<Path> runs;
        try (Stream<Path> found = Files.list(folder)) {
            runs = found.filter(Files::isDirectory).toList();
        }
        if (runs.size() <= KEPT) {
            return;
        }
        runs.stream()
                .sorted(Comparator.comparing(RunReports::age).reversed())
                .skip(KEPT)
                .filter(run -> !written.contains(run))
                .forEach(RunReports::remove);
    }

    private static FileTime age(Path run) {
        try {
            return Files.getLastModifiedTime(run.resolve(JSON));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /// Removes what rivet wrote; a folder with anything else in it stays.
    private static void remove(Path run) {
        try {
            Files.deleteIfExists(run.resolve(JSON));
            Files.deleteIfExists(run.resolve(PAGE));
            Files.deleteIfExists(run);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "an old report stays: " + e);
        }
    }
}
