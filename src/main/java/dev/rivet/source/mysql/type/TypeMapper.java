package dev.rivet.source.mysql.type;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.Problems;
import dev.rivet.row.Column;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import dev.rivet.row.TypeMapping;
import dev.rivet.row.TypeMapping.Mapped;
import dev.rivet.row.TypeMapping.Unmapped;
import dev.rivet.source.UnknownOverrides;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Decides which canonical type each source column gets. Pure.
public final class TypeMapper {
    private static final int MAX_SOURCE_PRECISION = 65;

    private final Map<String, LogicalType> overrides;
    private final ValuePolicy policy;

    public TypeMapper(Map<String, LogicalType> overrides, ValuePolicy policy) {
        this.overrides = overrides;
        this.policy = policy;
    }

    /// Maps all columns, or fails naming every one that cannot be mapped.
    public RowSchema schema(List<SourceColumn> columns) {
        Problems problems = new Problems();
        List<String> names = columns.stream().map(SourceColumn::name).toList();
        UnknownOverrides.ofOtherCase(overrides.keySet(), names).forEach(problems::add);
        List<Column> mapped = new ArrayList<>();
        List<Unmapped> unmapped = new ArrayList<>();
        for (SourceColumn each : columns) {
            LogicalType wish = overrides.get(each.name());
            if (wish != null && !Overrides.allow(each, wish)) {
                problems.add(mismatch(each, wish));
            } else {
                switch (map(each)) {
                    case Mapped(Column column) -> mapped.add(column);
                    case Unmapped missing -> unmapped.add(missing);
                }
            }
        }
        if (!unmapped.isEmpty()) {
            problems.add(unsafe(unmapped));
            List<String> needy = unmapped.stream().map(Unmapped::name).toList();
            UnknownOverrides.othersMeant(overrides.keySet(), names, needy).forEach(problems::add);
        }
        problems.throwIfAny();
        return new RowSchema(mapped);
    }

    /// Whether this is what the column becomes when nobody says anything.
    public static boolean isNatural(SourceColumn column, LogicalType type) {
        return new TypeMapper(Map.of(), ValuePolicy.of(null)).map(column)
                        instanceof Mapped(Column natural)
                && natural.type().equals(type);
    }

    TypeMapping map(SourceColumn column) {
        LogicalType wish = overrides.get(column.name());
        if (wish != null) {
            return mapped(column, wish, Overrides.fidelity(column, wish));
        }
        SourceKind kind = column.kind();
        if (policy.prefersText() && mayBeUnrepresentable(kind)) {
            return mapped(column, new LogicalType.Text(), Fidelity.COMPATIBLE);
        }
        return switch (kind) {
            case TINY_BOOLEAN -> mapped(column, new LogicalType.Bool(), Fidelity.EXACT);
            case INTEGER -> mapped(column, integer(column.wire()), Fidelity.EXACT);
            case BITS -> mapped(column, bits(column), Fidelity.EXACT);
            case YEAR -> mapped(column, new LogicalType.Int16(), Fidelity.EXACT);
            case DECIMAL -> decimal(column);
            case FLOAT -> mapped(column, new LogicalType.Float32(), Fidelity.EXACT);
            case DOUBLE -> mapped(column, new LogicalType.Float64(), Fidelity.EXACT);
            case DATE -> mapped(column, new LogicalType.Date(), Fidelity.EXACT);
            case DATETIME -> mapped(column, new LogicalType.Timestamp(), Fidelity.EXACT);
            case TIMESTAMP -> mapped(column, new LogicalType.TimestampTz(), Fidelity.EXACT);
            case TIME -> mapped(column, new LogicalType.Time(), Fidelity.EXACT);
            case TEXT -> mapped(column, new LogicalType.Text(), Fidelity.EXACT);
            case BYTES -> mapped(column, new LogicalType.Binary(), Fidelity.EXACT);
            case LABEL -> mapped(column, new LogicalType.Label(), Fidelity.COMPATIBLE);
            case JSON -> mapped(column, new LogicalType.Json(), Fidelity.LOGICAL_STRING);
            case UUID_TEXT -> mapped(column, new LogicalType.Uuid(), Fidelity.EXACT);
            case ADDRESS_TEXT -> mapped(column, new LogicalType.Text(), Fidelity.COMPATIBLE);
            case GEOMETRY ->
                    unmapped(
                            column,
                            "spatial values have no common form in files",
                            "select it as ST_AsText(%1$s) AS %1$s, or as ST_AsBinary(%1$s)");
            case UNTYPED ->
                    unmapped(
                            column,
                            "a bare NULL has no type",
                            "give it one: CAST(NULL AS CHAR) AS %s");
            case UNKNOWN ->
                    unmapped(
                            column,
                            "rivet does not know this type",
                            "select it as CAST(%1$s AS CHAR) AS %1$s, or leave it out");
        };
    }

    private static boolean mayBeUnrepresentable(SourceKind kind) {
        return switch (kind) {
            case TINY_BOOLEAN, DATE, DATETIME, TIMESTAMP, TIME -> true;
            case INTEGER,
                    BITS,
                    YEAR,
                    DECIMAL,
                    FLOAT,
                    DOUBLE,
                    TEXT,
                    BYTES,
                    LABEL,
                    JSON,
                    UUID_TEXT,
                    ADDRESS_TEXT,
                    GEOMETRY,
                    UNTYPED,
                    UNKNOWN ->
                    false;
        };
    }

    private static LogicalType integer(WireColumn wire) {
        boolean unsigned = wire.isUnsigned();
        return switch (wire.type().fixedBytes()) {
            case 1 -> new LogicalType.Int16();
            case 2 -> unsigned ? new LogicalType.Int32() : new LogicalType.Int16();
            case 4 -> unsigned ? new LogicalType.Int64() : new LogicalType.Int32();
            default -> unsigned ? new LogicalType.UInt64() : new LogicalType.Int64();
        };
    }

    private static LogicalType bits(SourceColumn column) {
        return column.bits() == 1 ? new LogicalType.Bool() : new LogicalType.Int64();
    }

    private static TypeMapping decimal(SourceColumn column) {
        int precision = column.decimalPrecision();
        int scale = column.wire().decimals();
        if (precision < 1 || precision > MAX_SOURCE_PRECISION || scale > precision) {
            return unmapped(
                    column,
                    "the server does not say how many digits it has",
                    "give it a size: CAST(%1$s AS DECIMAL(38,10)) AS %1$s");
        }
        return mapped(column, new LogicalType.Decimal(precision, scale), Fidelity.EXACT);
    }

    private static Mapped mapped(SourceColumn column, LogicalType type, Fidelity fidelity) {
        return new Mapped(new Column(column.name(), column.nativeType(), type, fidelity));
    }

    private static Unmapped unmapped(SourceColumn column, String reason, String remedy) {
        String quoted = Identifiers.quote(column.name());
        return new Unmapped(column.name(), column.nativeType(), reason, remedy.formatted(quoted));
    }

    private static Diagnostic mismatch(SourceColumn column, LogicalType wish) {
        String message =
                "column %s is %s: it cannot become %s."
                        .formatted(column.name(), column.nativeType(), wish.label());
        String action =
                "Use one of: %s; or cast it in a query."
                        .formatted(Overrides.acceptedBy(column.kind()));
        return Diagnostic.of(Code.SOURCE_OVERRIDE_WIRE_MISMATCH, message, action)
                .at(Place.column(column.name()));
    }

    private static Diagnostic unsafe(List<Unmapped> unmapped) {
        StringBuilder message = new StringBuilder("these columns have no mapping:");
        for (Unmapped each : unmapped) {
            message.append(
                    "\n  %s (%s): %s; %s"
                            .formatted(
                                    each.name(), each.nativeType(), each.reason(), each.remedy()));
        }
        Diagnostic diagnostic =
                Diagnostic.of(
                        Code.TYPE_UNSAFE_MAPPING,
                        message.toString(),
                        "Write a query that casts them, as said for each.");
        return unmapped.size() == 1
                ? diagnostic.at(Place.column(unmapped.getFirst().name()))
                : diagnostic;
    }
}
