package dev.rivet.diag;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a failure happened, as far as it is known.
public record Place(
        @Nullable String export,
        @Nullable String table,
        @Nullable String file,
        @Nullable String column) {

    public static final Place NOWHERE = new Place(null, null, null, null);

    public static Place column(String column) {
        return new Place(null, null, null, column);
    }

    public static Place table(String table) {
        return new Place(null, table, null, null);
    }

    public static Place file(String file) {
        return new Place(null, null, file, null);
    }

    public Place inExport(String name) {
        return new Place(name, table, file, column);
    }

    public Place inTable(String name) {
        return new Place(export, name, file, column);
    }

    public Place inFile(String name) {
        return new Place(export, table, name, column);
    }

    public Optional<String> exportName() {
        return Optional.ofNullable(export);
    }

    public Optional<String> tableName() {
        return Optional.ofNullable(table);
    }
}
