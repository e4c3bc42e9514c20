package dev.rivet.source.postgres.type;

import dev.rivet.config.OverrideText;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.row.LogicalType;
import dev.rivet.row.TypeMapping.Unmapped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Says why columns have no type of their own, and what to write instead.
final class UnmappedColumns {
    private static final Set<String> GEOMETRIES = Set.of("geometry", "geography");

    private UnmappedColumns() {}

    static Unmapped explain(ResultColumn column, PgType type) {
        String quoted = Identifiers.quote(column.name());
        return new Unmapped(
                column.name(), type.name(), reason(column, type), remedy(column, quoted, type));
    }

    private static String reason(ResultColumn column, PgType type) {
        if (type.oid() == Oids.NUMERIC || type.elementOid() == Oids.NUMERIC) {
            return hasTooManyDigits(column, type)
                    ? "it has more digits than the "
                            + LogicalType.Decimal.MAX_PRECISION
                            + " of the widest decimal"
                    : "it has no precision and scale that rivet could rely on";
        }
        return type.isArray()
                ? "its elements' type has no counterpart"
                : "the type has no counterpart";
    }

    private static boolean hasTooManyDigits(ResultColumn column, PgType type) {
        return column.typeModifier() != PgType.NO_MODIFIER
                || type.elementModifier() != PgType.NO_MODIFIER;
    }

    private static String remedy(ResultColumn column, String quoted, PgType type) {
        String override = override(column, "text");
        if (type.oid() == Oids.NUMERIC && hasTooManyDigits(column, type)) {
            return override;
        }
        if (type.oid() == Oids.NUMERIC) {
            return override(column, "decimal(38,18)")
                    + ", or `"
                    + quoted
                    + "::numeric(18,2)` in a query";
        }
        if (type.elementOid() == Oids.NUMERIC) {
            return "`" + quoted + "::numeric(18,2)[]` in a query, or " + override;
        }
        if (type.oid() == Oids.MONEY) {
            return "`" + quoted + "::numeric(19,2)` in a query, or " + override;
        }
        if (GEOMETRIES.contains(type.name())) {
            return "`ST_AsText(" + quoted + ")` in a query, or " + override;
        }
        if (type.name().equals("hstore")) {
            return "`hstore_to_json(" + quoted + ")` in a query, or " + override;
        }
        return type.kind() == 'c'
                ? "`to_json(" + quoted + ")` in a query, or " + override
                : override + ", or `" + quoted + "::text` in a query";
    }

    private static String override(ResultColumn column, String type) {
        return "`" + OverrideText.of(column.name(), type) + "`";
    }

    static Diagnostic diagnostic(List<Unmapped> unmapped) {
        String list =
                unmapped.stream().map(UnmappedColumns::line).collect(Collectors.joining("\n"));
        String headline =
                unmapped.size() == 1
                        ? "1 column has no safe type:\n"
                        : unmapped.size() + " columns have no safe type:\n";
        return Diagnostic.of(Code.TYPE_UNSAFE_MAPPING, headline + list);
    }

    private static String line(Unmapped each) {
        return "  "
                + each.name()
                + " ("
                + each.nativeType()
                + "): "
                + each.reason()
                + "; write "
                + each.remedy();
    }
}
