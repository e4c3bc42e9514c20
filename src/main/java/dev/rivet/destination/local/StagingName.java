package dev.rivet.destination.local;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of files that are not finished: `.<name>.<pid>.<seq>.tmp`, hidden beside their target.
final class StagingName {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    /// Only names that rivet itself stages: parts, control files and the probe.
    private static final Pattern OURS =
            Pattern.compile(
                    "\\.(?:.+\\.(?:parquet|csv|json)|_SUCCESS|probe)\\.(\\d+)\\.\\d+\\.tmp");

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

    /// The process that staged the file of this name; empty when it is not a staging name.
    static OptionalLong pidOf(String name) {
        Matcher matcher = OURS.matcher(name);
        return matcher.matches() && matcher.group(1).length() < 19
                ? OptionalLong.of(Long.parseLong(matcher.group(1)))
                : OptionalLong.empty();
    }
}
