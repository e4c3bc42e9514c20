package dev.rivet.config;

import java.util.Arrays;

/// What paths in a configuration may not do.
final class PathRules {
    private PathRules() {}

    /// Whether a segment of the path is `..`.
    static boolean climbs(String path) {
        return Arrays.asList(path.split("[/\\\\]", -1)).contains("..");
    }
}
