package dev.rivet.source.mysql.type;

import dev.rivet.source.mysql.wire.WireColumn;

/// A column of the selection: its definition on the wire and what the catalog adds to it.
///
/// @param catalogType the catalog's `DATA_TYPE`, in lower case; empty for expressions
public record SourceColumn(WireColumn wire, String catalogType) {
    public String name() {
        return wire.name();
    }

    public SourceKind kind() {
        return SourceKind.of(wire, catalogType);
    }

    /// The type as the server's users call it, for example `bigint unsigned`.
    public String nativeType() {
        return switch (kind()) {
            case TINY_BOOLEAN -> "tinyint(1)";
            case BITS -> wire.length() == 1 ? "bit(1)" : "bit";
            case INTEGER, DECIMAL, FLOAT, DOUBLE ->
                    wire.isUnsigned() ? baseType() + " unsigned" : baseType();
            default -> baseType();
        };
    }

    private String baseType() {
        return catalogType.isEmpty() ? wireName() : catalogType;
    }

    private String wireName() {
        return switch (wire.type()) {
            case TINY -> "tinyint";
            case SHORT -> "smallint";
            case INT24 -> "mediumint";
            case LONG -> "int";
            case LONGLONG -> "bigint";
            case STRING -> stringName("char", "binary");
            case VARCHAR, VAR_STRING -> stringName("varchar", "varbinary");
            case TINY_BLOB, BLOB, MEDIUM_BLOB, LONG_BLOB -> stringName("text", "blob");
            case FLOAT,
                    DOUBLE,
                    NULL,
                    TIMESTAMP,
                    DATE,
                    TIME,
                    DATETIME,
                    YEAR,
                    BIT,
                    VECTOR,
                    JSON,
                    DECIMAL,
                    ENUM,
                    SET,
                    GEOMETRY,
                    UNKNOWN ->
                    wire.type().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private String stringName(String text, String binary) {
        if (wire.isEnum()) {
            return "enum";
        }
        if (wire.isSet()) {
            return "set";
        }
        return wire.isBinary() ? binary : text;
    }

    /// Total digits of a decimal, from the width of its text form.
    public int decimalPrecision() {
        long point = wire.decimals() > 0 ? 1 : 0;
        long sign = wire.isUnsigned() ? 0 : 1;
        return (int) (wire.length() - point - sign);
    }

    public int bits() {
        return (int) wire.length();
    }
}
