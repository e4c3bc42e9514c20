package dev.rivet.source.mysql.type;

import dev.rivet.source.mysql.wire.WireColumn;

/// What a source column holds, as far as reading it is concerned.
public enum SourceKind {
    TINY_BOOLEAN,
    INTEGER,
    BITS,
    YEAR,
    DECIMAL,
    FLOAT,
    DOUBLE,
    DATE,
    DATETIME,
    TIMESTAMP,
    TIME,
    TEXT,
    BYTES,
    LABEL,
    JSON,
    UUID_TEXT,
    ADDRESS_TEXT,
    GEOMETRY,
    UNTYPED,
    UNKNOWN;

    /// The kind of a column.
    ///
    /// @param catalogType the catalog's `DATA_TYPE` of the column, in lower case; empty if unknown
    static SourceKind of(WireColumn wire, String catalogType) {
        return switch (wire.type()) {
            case TINY -> wire.length() == 1 ? TINY_BOOLEAN : INTEGER;
            case SHORT, INT24, LONG, LONGLONG -> INTEGER;
            case YEAR -> YEAR;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case DECIMAL -> DECIMAL;
            case DATE -> DATE;
            case DATETIME -> DATETIME;
            case TIMESTAMP -> TIMESTAMP;
            case TIME -> TIME;
            case BIT -> BITS;
            case JSON -> JSON;
            case ENUM, SET -> LABEL;
            case NULL -> UNTYPED;
            case GEOMETRY -> GEOMETRY;
            case VECTOR, UNKNOWN -> UNKNOWN;
            case VARCHAR, VAR_STRING, STRING, TINY_BLOB, BLOB, MEDIUM_BLOB, LONG_BLOB ->
                    ofString(wire, catalogType);
        };
    }

    private static SourceKind ofString(WireColumn wire, String catalogType) {
        if (wire.isEnum() || wire.isSet()) {
            return LABEL;
        }
        return switch (catalogType) {
            case "uuid" -> UUID_TEXT;
            case "inet4", "inet6" -> ADDRESS_TEXT;
            case "vector" -> UNKNOWN;
            default -> wire.isBinary() ? BYTES : TEXT;
        };
    }
}
