package dev.rivet.state.jdbc;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// The scripts by name. Flyway's own search of the class path finds nothing in a native image.
final class MigrationScripts implements ResourceProvider {
    private final String folder;
    private final List<String> names;

    MigrationScripts(String folder, List<String> names) {
        this.folder = folder;
        this.names = List.copyOf(names);
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return names.contains(name) ? new MigrationScript(folder, name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return names.stream()
                .filter(name -> name.startsWith(prefix))
                .filter(name -> Arrays.stream(suffixes).anyMatch(name::endsWith))
                .<LoadableResource>map(name -> new MigrationScript(folder, name))
                .toList();
    }
}
