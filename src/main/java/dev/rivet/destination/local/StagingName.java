package dev.rivet.destination.local;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Names of files that are not finished: `.<name>.<pid>.<seq>.tmp`, hidden beside their target.
final class StagingName {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    /// Only names that rivet itself stages: parts, control files and the probe.
    private static final Pattern OURS =
            Pattern.compile("\\.(?:.+\\.(?:parquet|csv|json)|_SUCCESS|probe)\\.\\d+\\.\\d+\\.tmp");

    private StagingName() {}

    /// A sibling of the target that this process has not used before.
    static Path nextTo(Path target) {
        return target.resolveSibling(
                "."
                        + target.getFileName()
                        + "."
                        + ProcessHandle.current().pid()
                        + "."
                        + SEQUENCE.incrementAndGet()
                        + ".tmp");
    }

    static boolean isOne(String name) {
        return OURS.matcher(name).matches();
    }
}
