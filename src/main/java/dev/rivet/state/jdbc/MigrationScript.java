package dev.rivet.state.jdbc;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.resource.LoadableResource;

/// One script from the class path.
final class MigrationScript extends LoadableResource {
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*");

    private final String folder;
    private final String name;

    /// @param folder on the class path, with a slash at its end
    MigrationScript(String folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /// The version that a script of this name leads to.
    static int version(String name) {
        Matcher version = VERSION.matcher(name);
        if (!version.matches()) {
            throw new IllegalArgumentException("no script of a version: " + name);
        }
        return Integer.parseInt(version.group(1));
    }

    @Override
    public Reader read() {
        InputStream stream =
                MigrationScript.class.getClassLoader().getResourceAsStream(folder + name);
        return new InputStreamReader(
                Objects.requireNonNull(stream, folder + name), StandardCharsets.UTF_8);
    }

    @Override
    public String getAbsolutePath() {
        return folder + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
        return folder + name;
    }

    @Override
    public String getFilename() {
        return name;
    }

    @Override
    public String getRelativePath() {
        return name;
    }
}
