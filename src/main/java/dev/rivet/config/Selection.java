package dev.rivet.config;

import dev.rivet.diag.FilledValues;
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
    ///
    /// @param written as it stands in the configuration, `${NAME}` not filled in
    /// @param filled what was filled in
    record Query(String sql, String written, FilledValues filled) implements Selection {
        /// One without variables.
        public Query(String sql) {
            this(sql, sql, FilledValues.NONE);
        }
    }
}
