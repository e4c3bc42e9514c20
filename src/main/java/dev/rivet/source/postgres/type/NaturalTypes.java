package dev.rivet.source.postgres.type;

import static dev.rivet.source.postgres.type.TypeChoice.binary;
import static dev.rivet.source.postgres.type.TypeChoice.text;

import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.wire.WireFormat;
import java.util.Map;
import java.util.Optional;

/// What each PostgreSQL type becomes when the user says nothing.
final class NaturalTypes {
    private static final int MODIFIER_OFFSET = 4;

    private final Map<Long, PgType> types;

    /// Knows the types of one result.
    ///
    /// @param types every type of the result, and their elements' types
    NaturalTypes(Map<Long, PgType> types) {
        this.types = types;
    }

    /// Empty when the type needs the user's word.
    Optional<TypeChoice> of(PgType type, int modifier) {
        return type.isArray() ? list(type, modifier) : scalar(type, modifier);
    }

    private Optional<TypeChoice> list(PgType type, int modifier) {
        PgType element = types.get(type.elementOid());
        if (element == null || element.isArray()) {
            return Optional.empty();
        }
        int own = modifier == PgType.NO_MODIFIER ? type.elementModifier() : modifier;
        return scalar(element, own)
                .map(
                        choice ->
                                new TypeChoice(
                                        new LogicalType.ListOf(choice.type()),
                                        choice.wire(),
                                        WireFormat.BINARY,
                                        Fidelity.COMPATIBLE));
    }

    private static Optional<TypeChoice> scalar(PgType type, int modifier) {
        if (type.isEnum()) {
            return Optional.of(text(new LogicalType.Label(), Fidelity.COMPATIBLE));
        }
        return switch ((int) type.oid()) {
            case Oids.BOOL -> Optional.of(binary(new LogicalType.Bool(), WireType.BOOL));
            case Oids.INT2 -> Optional.of(binary(new LogicalType.Int16(), WireType.INT2));
            case Oids.INT4 -> Optional.of(binary(new LogicalType.Int32(), WireType.INT4));
            case Oids.INT8 -> Optional.of(binary(new LogicalType.Int64(), WireType.INT8));
            case Oids.OID -> Optional.of(binary(new LogicalType.Int64(), WireType.OID));
            case Oids.FLOAT4 -> Optional.of(binary(new LogicalType.Float32(), WireType.FLOAT4));
            case Oids.FLOAT8 -> Optional.of(binary(new LogicalType.Float64(), WireType.FLOAT8));
            case Oids.NUMERIC -> decimal(modifier).map(each -> binary(each, WireType.NUMERIC));
            case Oids.BYTEA -> Optional.of(binary(new LogicalType.Binary(), WireType.VERBATIM));
            case Oids.UUID -> Optional.of(binary(new LogicalType.Uuid(), WireType.UUID));
            case Oids.CHAR -> Optional.empty();
            default -> temporalOrText(type);
        };
    }

    private static Optional<TypeChoice> temporalOrText(PgType type) {
        return switch ((int) type.oid()) {
            case Oids.DATE -> Optional.of(binary(new LogicalType.Date(), WireType.DATE));
            case Oids.TIME -> Optional.of(binary(new LogicalType.Time(), WireType.TIME));
            case Oids.TIMESTAMP ->
                    Optional.of(binary(new LogicalType.Timestamp(), WireType.TIMESTAMP));
            case Oids.TIMESTAMPTZ ->
                    Optional.of(binary(new LogicalType.TimestampTz(), WireType.TIMESTAMP));
            case Oids.INTERVAL ->
                    Optional.of(
                            binary(new LogicalType.Interval(), WireType.INTERVAL)
                                    .with(Fidelity.COMPATIBLE));
            case Oids.JSON -> Optional.of(text(new LogicalType.Json(), Fidelity.LOGICAL_STRING));
            case Oids.JSONB ->
                    Optional.of(
                            binary(new LogicalType.Json(), WireType.JSONB)
                                    .with(Fidelity.LOGICAL_STRING));
            case Oids.TEXT, Oids.VARCHAR, Oids.BPCHAR, Oids.NAME ->
                    Optional.of(text(new LogicalType.Text(), Fidelity.EXACT));
            default ->
                    isText(type)
                            ? Optional.of(text(new LogicalType.Text(), Fidelity.COMPATIBLE))
                            : Optional.empty();
        };
    }

    /// Text in all but name: built in, or an extension's, like `citext`.
    static boolean isText(PgType type) {
        return type.kind() == 'b' && type.category() == 'S' && type.oid() != Oids.CHAR;
    }

    /// `numeric(p,s)` from its modifier, with room for every value: a scale above the precision
    /// stands for values below 1, a negative one for zeros before the point. Empty when there is
    /// none, or one beyond rivet's decimals.
    static Optional<LogicalType.Decimal> decimal(int modifier) {
        if (modifier < MODIFIER_OFFSET) {
            return Optional.empty();
        }
        int precision = ((modifier - MODIFIER_OFFSET) >>> 16) & 0xFFFF;
        int scale = (((modifier - MODIFIER_OFFSET) & 0x7FF) ^ 0x400) - 0x400;
        int digits = Math.max(precision - Math.min(scale, 0), scale);
        return digits <= LogicalType.Decimal.MAX_PRECISION
                ? Optional.of(new LogicalType.Decimal(digits, Math.max(scale, 0)))
                : Optional.empty();
    }
}
