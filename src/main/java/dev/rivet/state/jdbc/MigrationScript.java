package dev.rivet.state.jdbc;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.flywaydb.core.api.resource.LoadableResource;

/// One script from the class path.
final class MigrationScript extends LoadableResource {
    private static final String FOLDER = "db/state/";

    private final String name;

    MigrationScript(String name) {
        this.name = name;
    }

    @Override
    public Reader read() {
        InputStream stream =
                MigrationScript.class.getClassLoader().getResourceAsStream(FOLDER + name);
        return new InputStreamReader(
                Objects.requireNonNull(stream, FOLDER + name), StandardCharsets.UTF_8);
    }

    @Override
    public String getAbsolutePath() {
        return FOLDER + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
        return FOLDER + name;
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
