package dev.rivet.source.mysql.query;

import dev.rivet.plan.KeyType;
import dev.rivet.source.mysql.type.SourceColumn;
import java.util.Optional;

/// A column of a selection that rows can be told apart by.
///
/// @param position where it is in the selection
/// @param charset the catalog's character set; empty when it has none, or is none of a table's
/// @param collation likewise
public record KeyColumn(SourceColumn source, int position, String charset, String collation) {
    public String name() {
        return source.name();
    }

    public boolean isNullable() {
        return !source.wire().isRequired();
    }

    /// Its character set, if its texts come to us as others.
    Optional<String> foreignCharset() {
        return KeyForm.of(source, charset).filter(form -> form == KeyForm.FOREIGN_TEXT).isPresent()
                        && PageKey.isCatalogWord(charset, charset)
                ? Optional.of(charset)
                : Optional.empty();
    }

    /// What kind of values it has; empty for those that have no order of their own, or none that
    /// the server compares them by.
    public Optional<KeyType> type() {
        return switch (source.kind()) {
            case TINY_BOOLEAN, INTEGER, YEAR -> Optional.of(KeyType.INTEGER);
            case DECIMAL -> Optional.of(KeyType.DECIMAL);
            case FLOAT, DOUBLE -> Optional.of(KeyType.FLOAT);
            case DATE -> Optional.of(KeyType.DATE);
            case DATETIME -> Optional.of(KeyType.TIMESTAMP);
            case TIMESTAMP -> Optional.of(KeyType.INSTANT);
            case TEXT -> Optional.of(KeyType.TEXT);
            case BYTES -> Optional.of(KeyType.BINARY);
            case UUID_TEXT -> Optional.of(KeyType.UUID);
            case BITS, TIME, LABEL, JSON, ADDRESS_TEXT, GEOMETRY, UNTYPED, UNKNOWN ->
                    Optional.empty();
        };
    }
}
