package dev.rivet.source.postgres.type;

import dev.rivet.config.OverrideText;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.Problems;
import dev.rivet.row.Column;
import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.row.TypeMapping;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.UnknownOverrides;
import dev.rivet.source.postgres.wire.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// From the columns of a result to the columns that are written, or to all reasons why not. Pure.
public final class ColumnMapper {
    private final Map<Long, PgType> types;
    private final ReadRequest request;
    private final NaturalTypes natural;
    private final Overrides overrides;
    private final Unrepresentable policy;
    private final Problems problems = new Problems();
    private final List<TypeMapping.Unmapped> unmapped = new ArrayList<>();

    public ColumnMapper(Map<Long, PgType> types, ReadRequest request) {
        this.types = types;
        this.request = request;
        this.natural = new NaturalTypes(types);
        this.overrides = new Overrides(natural);
        this.policy = request.policy().orElse(Unrepresentable.FAIL);
    }

    /// Maps all columns, in order.
    ///
    /// @throws dev.rivet.diag.RivetException with everything that is wrong
    public List<ColumnPlan> map(List<ResultColumn> columns) {
        checkNames(columns);
        checkOverrides(columns);
        List<ColumnPlan> plans = new ArrayList<>();
        columns.forEach(column -> plan(column).ifPresent(plans::add));
        if (!unmapped.isEmpty()) {
            addUnmapped(columns);
        }
        problems.throwIfAny();
        return plans;
    }

    private void checkNames(List<ResultColumn> columns) {
        SharedNames.among(columns).ifPresent(problems::add);
        problems.throwIfAny();
    }

    private void checkOverrides(List<ResultColumn> columns) {
        List<String> names = columns.stream().map(ResultColumn::name).toList();
        Set<String> overridden = request.overrides().keySet();
        UnknownOverrides.ofOtherCase(overridden, names).forEach(problems::add);
    }

    private void addUnmapped(List<ResultColumn> columns) {
        problems.add(UnmappedColumns.diagnostic(unmapped));
        UnknownOverrides.othersMeant(
                        request.overrides().keySet(),
                        columns.stream().map(ResultColumn::name).toList(),
                        unmapped.stream().map(TypeMapping.Unmapped::name).toList())
                .forEach(problems::add);
    }

    private Optional<ColumnPlan> plan(ResultColumn column) {
        PgType type = types.get(column.typeOid());
        if (type == null) {
            throw new IllegalStateException("pg_type has no type " + column.typeOid());
        }
        LogicalType wanted = request.overrides().get(column.name());
        if (wanted != null) {
            return overridden(column, type, wanted);
        }
        Optional<TypeChoice> choice =
                natural.of(type, column.typeModifier()).map(this::takingEverything);
        if (choice.isEmpty()) {
            unmapped.add(UnmappedColumns.explain(column, type));
        }
        return choice.map(each -> plan(column, type, each, TypeOrigin.SOURCE));
    }

    private Optional<ColumnPlan> overridden(ResultColumn column, PgType type, LogicalType wanted) {
        Optional<TypeChoice> choice = overrides.choose(type, column.typeModifier(), wanted);
        if (choice.isEmpty()) {
            problems.add(
                    Diagnostic.of(
                                    Code.SOURCE_OVERRIDE_WIRE_MISMATCH,
                                    "Column \""
                                            + column.name()
                                            + "\" is "
                                            + type.name()
                                            + ", which cannot become "
                                            + wanted.label()
                                            + ".",
                                    "Use a type that "
                                            + type.name()
                                            + " can become, as text can always (`"
                                            + OverrideText.of(column.name(), "text")
                                            + "`), or cast the column in a query.")
                            .at(Place.column(column.name())));
        }
        return choice.map(each -> plan(column, type, each, TypeOrigin.OVERRIDE));
    }

    private ColumnPlan plan(
            ResultColumn column, PgType type, TypeChoice choice, TypeOrigin origin) {
        boolean asked = request.policy().filter(Unrepresentable.FAIL::equals).isPresent();
        return new ColumnPlan(
                new Column(column.name(), type.name(), choice.type(), choice.fidelity()),
                choice.cheapest(type),
                origin,
                policy,
                asked ? ArrayBounds.REFUSED : ArrayBounds.COUNTED,
                List.of());
    }

    /// Under `on_unrepresentable: string`, types with values that have no place become text.
    private TypeChoice takingEverything(TypeChoice choice) {
        if (policy != Unrepresentable.STRING) {
            return choice;
        }
        return switch (choice.wire()) {
            case DATE, TIME, TIMESTAMP ->
                    TypeChoice.text(new LogicalType.Text(), Fidelity.COMPATIBLE);
            case INTERVAL ->
                    choice.type() instanceof LogicalType.ListOf
                            ? TypeChoice.text(new LogicalType.Text(), Fidelity.COMPATIBLE)
                            : new TypeChoice(
                                    new LogicalType.Text(),
                                    WireType.INTERVAL,
                                    WireFormat.BINARY,
                                    Fidelity.COMPATIBLE);
            case BOOL,
                    INT2,
                    INT4,
                    INT8,
                    OID,
                    FLOAT4,
                    FLOAT8,
                    NUMERIC,
                    UUID,
                    JSONB,
                    VERBATIM,
                    UUID_TEXT,
                    UUID_BYTES,
                    NUMBER_TEXT ->
                    choice;
        };
    }
}
