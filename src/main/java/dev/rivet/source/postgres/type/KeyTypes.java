package dev.rivet.source.postgres.type;

import dev.rivet.plan.KeyType;
import java.util.Optional;

/// Which types have an order that rows can be told apart by.
public final class KeyTypes {
    private static final String SCHEMA = "pg_catalog.";

    private KeyTypes() {}

    /// What kind of key a column makes; empty when rivet takes none of its type.
    ///
    /// @param type the base type of a domain
    public static Optional<KeyType> of(PgType type) {
        if (type.isEnum() || NaturalTypes.isText(type)) {
            return Optional.of(KeyType.TEXT);
        }
        return switch ((int) type.oid()) {
            case Oids.INT2, Oids.INT4, Oids.INT8 -> Optional.of(KeyType.INTEGER);
            case Oids.NUMERIC -> Optional.of(KeyType.DECIMAL);
            case Oids.FLOAT4, Oids.FLOAT8 -> Optional.of(KeyType.FLOAT);
            case Oids.DATE -> Optional.of(KeyType.DATE);
            case Oids.TIMESTAMP -> Optional.of(KeyType.TIMESTAMP);
            case Oids.TIMESTAMPTZ -> Optional.of(KeyType.INSTANT);
            case Oids.UUID -> Optional.of(KeyType.UUID);
            case Oids.BYTEA -> Optional.of(KeyType.BINARY);
            default -> Optional.empty();
        };
    }

    /// The type that a literal has to have to be compared with a column of a built-in type, value
    /// by value and by its index; empty for types that come with an extension or a user.
    public static Optional<String> literalType(PgType type) {
        return switch ((int) type.oid()) {
            case Oids.INT2, Oids.INT4, Oids.INT8 -> Optional.of(SCHEMA + "int8");
            case Oids.NUMERIC -> Optional.of(SCHEMA + "numeric");
            case Oids.FLOAT4 -> Optional.of(SCHEMA + "float4");
            case Oids.FLOAT8 -> Optional.of(SCHEMA + "float8");
            case Oids.DATE -> Optional.of(SCHEMA + "date");
            case Oids.TIMESTAMP -> Optional.of(SCHEMA + "timestamp");
            case Oids.TIMESTAMPTZ -> Optional.of(SCHEMA + "timestamptz");
            case Oids.UUID -> Optional.of(SCHEMA + "uuid");
            case Oids.BYTEA -> Optional.of(SCHEMA + "bytea");
            case Oids.TEXT, Oids.VARCHAR -> Optional.of(SCHEMA + "text");
            case Oids.BPCHAR -> Optional.of(SCHEMA + "bpchar");
            case Oids.NAME -> Optional.of(SCHEMA + "name");
            default -> Optional.empty();
        };
    }

    /// Whether the server has a `max` of its own for it, in every version.
    public static boolean hasMaximum(PgType type) {
        return switch ((int) type.oid()) {
            case Oids.UUID, Oids.BYTEA, Oids.NAME -> false;
            default -> literalType(type).isPresent();
        };
    }

    /// Whether it is an enum, whose labels are compared by the order in which they were declared.
    public static boolean isEnum(PgType type) {
        return type.isEnum();
    }
}
