package dev.rivet.destination.local;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.nio.file.Path;
import java.util.Arrays;

/// Turns a file's name into a path below a folder; refuses names that could lead elsewhere.
final class SafeName {
    private SafeName() {}

    static Path below(Path folder, String name) {
        if (!isSafe(name)) {
            throw Diagnostic.of(
                            Code.INTERNAL_DEST_INVARIANT,
                            "The name '" + name + "' could lead outside the destination.")
                    .toException();
        }
        return folder.resolve(name);
    }

    private static boolean isSafe(String name) {
        return name.indexOf('\0') < 0
                && name.indexOf('\\') < 0
                && Arrays.stream(name.split("/", -1)).allMatch(SafeName::isPlain);
    }

    private static boolean isPlain(String segment) {
        return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
    }
}
