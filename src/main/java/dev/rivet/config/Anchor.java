package dev.rivet.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Makes paths of the configuration absolute.
///
/// @param folder the configuration's own, absolute
record Anchor(Path folder) {
    static Anchor of(Path file) {
        return new Anchor(file.toAbsolutePath().normalize().resolveSibling(""));
    }

    /// The path, relative ones seen from the configuration's folder; empty when it is no path.
    Optional<Path> resolve(String path) {
        try {
            return Optional.of(folder.resolve(path).normalize());
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }
}
