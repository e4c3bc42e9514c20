package dev.rivet.state.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Values on their way into statements and out of rows.
final class Values {
    private Values() {}

    /// `?, ?, ?`; nothing is `IN` what stands for none.
    static String placeholders(int count) {
        return count == 0 ? "NULL" : String.join(", ", Collections.nCopies(count, "?"));
    }

    static Object[] of(String first, Collection<String> more) {
        return Stream.concat(Stream.of(first), more.stream()).toArray();
    }

    static Object[] of(Collection<String> names, int limit) {
        return Stream.concat(names.stream(), Stream.of(limit)).toArray();
    }

    static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Instant.parse(text);
    }

    static @Nullable Boolean nullableBoolean(ResultSet row, String column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value;
    }
}
