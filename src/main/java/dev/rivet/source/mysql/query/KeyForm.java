package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// How a key travels back to the server.
public enum KeyForm {
    INTEGER,
    /// As the signed number of the same bits, which the server's cast turns back.
    UNSIGNED_BIGINT,
    DECIMAL,
    /// Four bytes, sent back as the eight of the same number.
    FLOAT,
    DOUBLE,
    TEXT,
    /// Text whose way through utf8mb4 and back need not lead to the same bytes.
    FOREIGN_TEXT,
    BYTES,
    DATE,
    DATETIME;

    /// The character sets whose text reaches us as its own bytes, on a connection of utf8mb4.
    private static final Set<String> SENT_AS_THEY_ARE = Set.of("utf8mb4", "utf8mb3", "utf8");

    boolean isText() {
        return this == TEXT || this == FOREIGN_TEXT;
    }

    boolean isInteger() {
        return this == INTEGER || this == UNSIGNED_BIGINT;
    }

    boolean isCalendar() {
        return this == DATE || this == DATETIME;
    }

    /// Whether a whole table is paged by such keys.
    boolean isForTables() {
        return this != DECIMAL && this != FLOAT && this != DOUBLE;
    }

    /// The form of a column's values; empty where none gives them back exactly.
    ///
    /// @param charset the catalog's character set of the column; empty when it has none
    static Optional<KeyForm> of(SourceColumn column, String charset) {
        return switch (column.kind()) {
            case TINY_BOOLEAN, YEAR -> Optional.of(INTEGER);
            case INTEGER ->
                    Optional.of(
                            column.wire().isUnsigned() && column.wire().type() == WireType.LONGLONG
                                    ? UNSIGNED_BIGINT
                                    : INTEGER);
            case DECIMAL -> Optional.of(DECIMAL);
            case FLOAT -> Optional.of(FLOAT);
            case DOUBLE -> Optional.of(DOUBLE);
            case TEXT -> Optional.of(SENT_AS_THEY_ARE.contains(charset) ? TEXT : FOREIGN_TEXT);
            case BYTES -> Optional.of(BYTES);
            case DATE -> Optional.of(DATE);
            case DATETIME, TIMESTAMP -> Optional.of(DATETIME);
            case BITS, TIME, LABEL, JSON, UUID_TEXT, ADDRESS_TEXT, GEOMETRY, UNTYPED, UNKNOWN ->
                    Optional.empty();
        };
    }

    /// The expression that stands for a value in a statement.
    String placeholder(SourceColumn column, String charset, String collation) {
        return switch (this) {
            case INTEGER, FLOAT, DOUBLE, BYTES, DATE, DATETIME -> "?";
            case UNSIGNED_BIGINT -> "CAST(? AS UNSIGNED)";
            case DECIMAL ->
                    String.format(
                            Locale.ROOT,
                            "CAST(? AS DECIMAL(%d,%d))",
                            column.decimalPrecision(),
                            column.wire().decimals());
            // A parameter of bytes would be checked, and changed, as if it were text of utf8mb4.
            case TEXT, FOREIGN_TEXT ->
                    "CONVERT(UNHEX(?) USING " + charset + ") COLLATE " + collation;
        };
    }

    /// An expression for a column's value as text that [PageKey#operandOf] takes.
    ///
    /// @param column quoted
    String asText(String column) {
        return switch (this) {
            case TEXT, FOREIGN_TEXT, BYTES -> "HEX(" + column + ")";
            case FLOAT, DOUBLE -> "CAST(" + column + " + 0E0 AS CHAR)";
            case INTEGER, UNSIGNED_BIGINT, DECIMAL, DATE, DATETIME ->
                    "CAST(" + column + " AS CHAR)";
        };
    }
}
