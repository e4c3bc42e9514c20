package dev.rivet.product;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One column of the round trip: a source's type, values of it, and what must come out.
///
/// @param sqlType as in `CREATE TABLE`
/// @param nativeType the field's `rivet.native_type`
/// @param source the source's own expression for the canonical text of `$`
/// @param override the type under `columns:`, if it needs one
/// @param since the first major version of the server that has it
/// @param values SQL literals, one per row; the rows after them hold NULL
record TypeCase(
        String name,
        String sqlType,
        String nativeType,
        String source,
        FileType file,
        @Nullable String override,
        int since,
        List<String> values) {

    TypeCase {
        values = List.copyOf(values);
    }

    static TypeCase column(
            String name, String sqlType, String nativeType, String source, FileType file) {
        return new TypeCase(name, sqlType, nativeType, source, file, null, 0, List.of());
    }

    TypeCase holds(String... literals) {
        return new TypeCase(
                name, sqlType, nativeType, source, file, override, since, List.of(literals));
    }

    /// Exported with this type under `columns:`.
    TypeCase overridden(String type) {
        return new TypeCase(name, sqlType, nativeType, source, file, type, since, values);
    }

    /// Left out with older servers.
    TypeCase since(int majorVersion) {
        return new TypeCase(
                name, sqlType, nativeType, source, file, override, majorVersion, values);
    }

    String literal(int row) {
        return row < values.size() ? values.get(row) : "NULL";
    }

    /// An expression about this column: `$` is its name.
    String about(String expression) {
        return expression.replace("$", name);
    }
}
