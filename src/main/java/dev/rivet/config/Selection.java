package dev.rivet.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an export reads.
public sealed interface Selection {
    /// A whole table; names are as written, to be quoted by the dialect.
    record Table(@Nullable String schema, String name) implements Selection {
        public Optional<String> schemaName() {
            return Optional.ofNullable(schema);
        }

        /// As the user wrote it: `schema.name` or `name`.
        public String display() {
            return schema == null ? name : schema + "." + name;
        }
    }

    /// A trusted SELECT, without a trailing semicolon.
    record Query(String sql) implements Selection {}
}
