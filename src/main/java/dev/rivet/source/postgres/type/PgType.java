package dev.rivet.source.postgres.type;

/// One row of the catalog's list of types, domains already resolved.
///
/// @param name as in `pg_type.typname`
/// @param kind `typtype`: b base, c composite, e enum, r range, m multirange, p pseudo
/// @param category `typcategory`: A array, S string, and others
/// @param elementOid the elements' type, without domains; 0 when this is no array
/// @param elementModifier the modifier that a domain gives its elements; -1 when there is none
public record PgType(
        long oid, String name, char kind, char category, long elementOid, int elementModifier) {
    public static final int NO_MODIFIER = -1;

    boolean isArray() {
        return category == 'A' && elementOid != 0;
    }

    boolean isEnum() {
        return kind == 'e';
    }

    /// Whether the binary form of a value is its text, byte for byte.
    boolean isTextInBinary() {
        return isEnum()
                || switch ((int) oid) {
                    case Oids.TEXT, Oids.VARCHAR, Oids.BPCHAR, Oids.NAME, Oids.JSON -> true;
                    default -> false;
                };
    }
}
