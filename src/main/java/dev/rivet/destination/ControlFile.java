package dev.rivet.destination;

import java.util.regex.Pattern;

/// The files that tell readers about parts. They are replaced; a part never is.
public final class ControlFile {
    public static final String MANIFEST = "manifest.json";
    public static final String SUCCESS = "_SUCCESS";

    private static final Pattern RUN_MANIFEST = Pattern.compile("manifest-[A-Za-z0-9._-]+\\.json");

    private ControlFile() {}

    /// The copy of the manifest that later runs leave alone.
    ///
    /// @param runId characters that are unsafe in a file name become `_`
    public static String manifestOf(String runId) {
        return "manifest-" + runId.replaceAll("[^A-Za-z0-9._-]", "_") + ".json";
    }

    /// Whether this is the copy that a run has made of its manifest.
    public static boolean isRunManifest(String name) {
        return RUN_MANIFEST.matcher(name).matches();
    }

    public static boolean is(String name) {
        return name.equals(MANIFEST) || name.equals(SUCCESS) || isRunManifest(name);
    }
}
