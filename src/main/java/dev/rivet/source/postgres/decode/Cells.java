package dev.rivet.source.postgres.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.FixedBuilder;
import dev.rivet.row.ListBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.Misfits;
import dev.rivet.source.postgres.type.TextTrust;
import dev.rivet.source.postgres.type.WireType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// Chooses the decoder of a column: from its layout on the wire into its builder.
final class Cells {
    private final TextTrust trust;

    Cells(TextTrust trust) {
        this.trust = trust;
    }

    Cell of(ColumnPlan plan, ColumnBuilder builder, Misfits misfits) {
        WireType wire = plan.choice().wire();
        if (plan.type() instanceof LogicalType.ListOf(var element)) {
            var lists = (ListBuilder) builder;
            Cell elements = scalar(wire, element, lists.elements(), misfits);
            return new ListCell(lists, elements, wire, misfits);
        }
        return scalar(wire, plan.type(), builder, misfits);
    }

    private Cell scalar(WireType wire, LogicalType type, ColumnBuilder builder, Misfits misfits) {
        return switch (wire) {
            case BOOL -> bool((ColumnBuilder.Booleans) builder);
            case INT2, INT4, INT8, OID -> IntegerCells.of(wire, type, builder, misfits);
            case FLOAT4, FLOAT8 -> floating(wire, builder);
            case NUMERIC -> new NumericCell(NumericTarget.of(type, builder), misfits);
            case DATE -> TemporalCells.date((ColumnBuilder.Ints) builder, misfits);
            case TIME -> TemporalCells.time((ColumnBuilder.Longs) builder, misfits);
            case TIMESTAMP -> TemporalCells.timestamp((ColumnBuilder.Longs) builder, misfits);
            case INTERVAL -> TemporalCells.interval((ColumnBuilder.Bytes) builder, type, misfits);
            case UUID -> uuid((FixedBuilder) builder);
            case UUID_TEXT -> new UuidTextCell((FixedBuilder) builder, misfits);
            case UUID_BYTES -> uuidBytes((FixedBuilder) builder, misfits);
            case NUMBER_TEXT -> new NumberTextCell(NumericTarget.of(type, builder), misfits);
            case JSONB -> jsonb((ColumnBuilder.Bytes) builder, misfits);
            case VERBATIM -> verbatim(type, (ColumnBuilder.Bytes) builder, misfits);
        };
    }

    private static Cell bool(ColumnBuilder.Booleans builder) {
        return (in, from, length) -> builder.append(in.getByte(from) != 0);
    }

    private static Cell floating(WireType wire, ColumnBuilder builder) {
        if (builder instanceof ColumnBuilder.Floats floats) {
            return (in, from, length) -> floats.append(in.getFloat(from));
        }
        var doubles = (ColumnBuilder.Doubles) builder;
        return wire == WireType.FLOAT4
                ? (in, from, length) -> doubles.append(in.getFloat(from))
                : (in, from, length) -> doubles.append(in.getDouble(from));
    }

    private static Cell uuid(FixedBuilder builder) {
        byte[] value = new byte[builder.width()];
        return (in, from, length) -> {
            in.getBytes(from, value);
            builder.append(value, 0);
        };
    }

    private static Cell uuidBytes(FixedBuilder builder, Misfits misfits) {
        Cell raw = uuid(builder);
        Cell written = new UuidTextCell(builder, misfits);
        return (in, from, length) ->
                (length == builder.width() ? raw : written).append(in, from, length);
    }

    private Cell jsonb(ColumnBuilder.Bytes builder, Misfits misfits) {
        return (in, from, length) -> {
            checkJsonb(in.getByte(from));
            if (!isText(in, from + 1, length - 1)) {
                throw misfits.refuseBytes();
            }
            int at = builder.reserve(length - 1);
            in.getBytes(from + 1, builder.data(), at, length - 1);
        };
    }

    static void checkJsonb(byte version) {
        if (version != 1) {
            throw new IllegalStateException("jsonb of version " + version);
        }
    }

    private Cell verbatim(LogicalType type, ColumnBuilder.Bytes builder, Misfits misfits) {
        Cell copy =
                (in, from, length) -> {
                    int at = builder.reserve(length);
                    in.getBytes(from, builder.data(), at, length);
                };
        if (trust == TextTrust.VALID_UTF8 || type instanceof LogicalType.Binary) {
            return copy;
        }
        return (in, from, length) -> {
            if (!isText(in, from, length)) {
                throw misfits.refuseBytes();
            }
            copy.append(in, from, length);
        };
    }

    private boolean isText(ByteBuf in, int from, int length) {
        return trust == TextTrust.VALID_UTF8
                || ByteBufUtil.isText(in, from, length, StandardCharsets.UTF_8);
    }
}
