package dev.rivet.source.postgres.type;

import dev.rivet.row.Fidelity;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.wire.WireFormat;
import java.util.Optional;

/// Overrides that read a value as what it stands for: text as a number, bytes as a UUID, a number
/// as a truth value. Each value is converted whole, or refused.
final class Conversions {
    private Conversions() {}

    /// Empty when there is no such conversion.
    static Optional<TypeChoice> choose(PgType type, LogicalType wanted) {
        int oid = (int) type.oid();
        return switch (wanted) {
            case LogicalType.Int16(),
                    LogicalType.Int32(),
                    LogicalType.Int64(),
                    LogicalType.Decimal _ ->
                    NaturalTypes.isText(type)
                            ? Optional.of(as(wanted, WireType.NUMBER_TEXT, WireFormat.TEXT))
                            : Optional.empty();
            case LogicalType.Uuid() ->
                    oid == Oids.BYTEA
                            ? Optional.of(as(wanted, WireType.UUID_BYTES, WireFormat.BINARY))
                            : Optional.empty();
            case LogicalType.Bool() ->
                    integer(oid).map(wire -> as(wanted, wire, WireFormat.BINARY));
            case LogicalType.UInt64(),
                    LogicalType.Float32(),
                    LogicalType.Float64(),
                    LogicalType.Date(),
                    LogicalType.Time(),
                    LogicalType.Timestamp(),
                    LogicalType.TimestampTz(),
                    LogicalType.Text(),
                    LogicalType.Binary(),
                    LogicalType.Json(),
                    LogicalType.Label(),
                    LogicalType.Interval() ->
                    Optional.empty();
            case LogicalType.ListOf list -> Optional.empty();
        };
    }

    private static TypeChoice as(LogicalType wanted, WireType wire, WireFormat format) {
        return new TypeChoice(wanted, wire, format, Fidelity.COMPATIBLE);
    }

    private static Optional<WireType> integer(int oid) {
        return switch (oid) {
            case Oids.INT2 -> Optional.of(WireType.INT2);
            case Oids.INT4 -> Optional.of(WireType.INT4);
            case Oids.INT8 -> Optional.of(WireType.INT8);
            default -> Optional.empty();
        };
    }
}
