package dev.rivet.source.postgres.type;

import static dev.rivet.source.postgres.type.TypeChoice.binary;
import static dev.rivet.source.postgres.type.TypeChoice.text;

import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.wire.WireFormat;
import java.util.Optional;

/// Which types a user may ask for, by source type. Nothing else is tried.
final class Overrides {
    private final NaturalTypes natural;

    Overrides(NaturalTypes natural) {
        this.natural = natural;
    }

    /// Empty when the source type cannot become the wanted one.
    Optional<TypeChoice> choose(PgType type, int modifier, LogicalType wanted) {
        Optional<TypeChoice> own = natural.of(type, modifier);
        if (own.filter(choice -> choice.type().equals(wanted)).isPresent()) {
            return own;
        }
        Optional<TypeChoice> conversion = Conversions.choose(type, wanted);
        if (conversion.isPresent()) {
            return conversion;
        }
        boolean textual = NaturalTypes.isText(type);
        int oid = (int) type.oid();
        return switch (wanted) {
            case LogicalType.Text() ->
                    Optional.of(text(wanted, textual ? Fidelity.EXACT : Fidelity.COMPATIBLE));
            case LogicalType.Json() -> only(textual, text(wanted, Fidelity.LOGICAL_STRING));
            case LogicalType.Binary() ->
                    only(holdsText(type, own.isPresent()), text(wanted, Fidelity.COMPATIBLE));
            case LogicalType.Uuid() ->
                    only(
                            textual,
                            new TypeChoice(
                                    wanted,
                                    WireType.UUID_TEXT,
                                    WireFormat.TEXT,
                                    Fidelity.COMPATIBLE));
            case LogicalType.Int16(), LogicalType.Int32(), LogicalType.Int64() ->
                    whole(oid, wanted);
            case LogicalType.Decimal decimal -> decimal(oid, modifier, decimal);
            case LogicalType.Float64() -> only(oid == Oids.FLOAT4, binary(wanted, WireType.FLOAT4));
            case LogicalType.Timestamp(), LogicalType.TimestampTz() ->
                    only(
                            oid == Oids.TIMESTAMP || oid == Oids.TIMESTAMPTZ,
                            binary(wanted, WireType.TIMESTAMP).with(Fidelity.COMPATIBLE));
            case LogicalType.Bool(),
                    LogicalType.UInt64(),
                    LogicalType.Float32(),
                    LogicalType.Date(),
                    LogicalType.Time(),
                    LogicalType.Label(),
                    LogicalType.Interval() ->
                    Optional.empty();
            case LogicalType.ListOf list -> Optional.empty();
        };
    }

    /// Whether the server's text of a value may hold whatever somebody wrote.
    private static boolean holdsText(PgType type, boolean mapped) {
        boolean document = type.oid() == Oids.JSON || type.oid() == Oids.JSONB;
        boolean other = !mapped && type.category() != 'N';
        return NaturalTypes.isText(type) || document || type.isEnum() || type.isArray() || other;
    }

    private static Optional<TypeChoice> only(boolean allowed, TypeChoice choice) {
        return allowed ? Optional.of(choice) : Optional.empty();
    }

    private static Optional<WireType> integer(int oid) {
        return switch (oid) {
            case Oids.INT2 -> Optional.of(WireType.INT2);
            case Oids.INT4 -> Optional.of(WireType.INT4);
            case Oids.INT8 -> Optional.of(WireType.INT8);
            case Oids.OID -> Optional.of(WireType.OID);
            default -> Optional.empty();
        };
    }

    private static Optional<TypeChoice> whole(int oid, LogicalType wanted) {
        if (oid == Oids.NUMERIC) {
            return Optional.of(binary(wanted, WireType.NUMERIC).with(Fidelity.LOSSY));
        }
        return integer(oid)
                .map(
                        wire ->
                                binary(wanted, wire)
                                        .with(
                                                digits(wire) > digits(wanted)
                                                                || isUnsigned(wire, wanted)
                                                        ? Fidelity.LOSSY
                                                        : Fidelity.EXACT));
    }

    /// Of as many digits, but with larger values.
    private static boolean isUnsigned(WireType wire, LogicalType wanted) {
        return wire == WireType.OID && wanted instanceof LogicalType.Int32;
    }

    private static int digits(WireType wire) {
        return wire == WireType.INT2 ? 5 : wire == WireType.INT4 || wire == WireType.OID ? 10 : 19;
    }

    private static int digits(LogicalType type) {
        return type instanceof LogicalType.Int16 ? 5 : type instanceof LogicalType.Int32 ? 10 : 19;
    }

    private static Optional<TypeChoice> decimal(int oid, int modifier, LogicalType.Decimal wanted) {
        if (oid == Oids.NUMERIC) {
            boolean narrows =
                    NaturalTypes.decimal(modifier).filter(own -> narrows(own, wanted)).isPresent();
            return Optional.of(
                    binary(wanted, WireType.NUMERIC)
                            .with(narrows ? Fidelity.LOSSY : Fidelity.EXACT));
        }
        return integer(oid)
                .map(
                        wire ->
                                binary(wanted, wire)
                                        .with(
                                                digits(wire) > wanted.precision() - wanted.scale()
                                                        ? Fidelity.LOSSY
                                                        : Fidelity.EXACT));
    }

    private static boolean narrows(LogicalType.Decimal own, LogicalType.Decimal wanted) {
        return wanted.scale() < own.scale()
                || wanted.precision() - wanted.scale() < own.precision() - own.scale();
    }
}
