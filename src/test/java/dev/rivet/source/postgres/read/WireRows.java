package dev.rivet.source.postgres.read;

import dev.rivet.row.LogicalType;
import dev.rivet.row.LogicalType.Decimal;
import dev.rivet.source.postgres.type.TypeChoice;
import dev.rivet.source.postgres.type.WireType;
import dev.rivet.source.postgres.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows of one column for each way in which a value is taken from the wire, in binary.
final class WireRows {
    static final List<TypeChoice> TYPES =
            List.of(
                    TypeChoice.binary(new LogicalType.Bool(), WireType.BOOL),
                    TypeChoice.binary(new LogicalType.Int16(), WireType.INT2),
                    TypeChoice.binary(new LogicalType.Int32(), WireType.INT4),
                    TypeChoice.binary(new LogicalType.Int64(), WireType.INT8),
                    TypeChoice.binary(new LogicalType.Int64(), WireType.INT4),
                    TypeChoice.binary(new LogicalType.Float32(), WireType.FLOAT4),
                    TypeChoice.binary(new LogicalType.Float64(), WireType.FLOAT8),
                    TypeChoice.binary(new LogicalType.Float64(), WireType.FLOAT4),
                    TypeChoice.binary(new Decimal(18, 4), WireType.NUMERIC),
                    TypeChoice.binary(new Decimal(40, 10), WireType.NUMERIC),
                    TypeChoice.binary(new LogicalType.Date(), WireType.DATE),
                    TypeChoice.binary(new LogicalType.Time(), WireType.TIME),
                    TypeChoice.binary(new LogicalType.Timestamp(), WireType.TIMESTAMP),
                    TypeChoice.binary(new LogicalType.Uuid(), WireType.UUID),
                    TypeChoice.binary(new LogicalType.Json(), WireType.JSONB),
                    TypeChoice.binary(new LogicalType.Binary(), WireType.VERBATIM),
                    TypeChoice.binary(
                            new LogicalType.ListOf(new LogicalType.Int32()), WireType.INT4),
                    TypeChoice.binary(new LogicalType.Text(), WireType.VERBATIM));

    private static final int INT4_OID = 23;

    private WireRows() {}

    /// Rows, notices in between.
    static Answer append(Answer answer, Random random, int rows, int longestText) {
        for (int i = 0; i < rows; i++) {
            answer.row(row(random, longestText));
            if (random.nextInt(10) == 0) {
                answer.notice("row " + i);
            }
        }
        return answer;
    }

    private static List<Optional<byte[]>> row(Random random, int longestText) {
        List<Optional<byte[]>> fields = new ArrayList<>();
        for (TypeChoice type : TYPES) {
            fields.add(
                    random.nextInt(6) == 0
                            ? Optional.empty()
                            : Optional.of(bytes(value(type, random, longestText))));
        }
        return fields;
    }

    private static byte[] bytes(ByteBuf value) {
        byte[] bytes = new byte[value.readableBytes()];
        value.readBytes(bytes);
        return bytes;
    }

    private static ByteBuf value(TypeChoice type, Random random, int longestText) {
        ByteBuf out = Unpooled.buffer();
        if (type.type() instanceof LogicalType.ListOf) {
            return list(random, out);
        }
        return switch (type.wire()) {
            case BOOL -> out.writeBoolean(random.nextBoolean());
            case INT2 -> out.writeShort(random.nextInt());
            case INT4, FLOAT4 -> out.writeInt(random.nextInt());
            case INT8, FLOAT8 -> out.writeLong(random.nextLong());
            case NUMERIC -> numeric((Decimal) type.type(), random);
            case DATE -> out.writeInt(random.nextInt(-2_000_000, 2_000_000));
            case TIME -> out.writeLong(random.nextLong(86_400_000_000L));
            case TIMESTAMP -> out.writeLong(random.nextLong(-1L << 50, 1L << 50));
            case UUID -> out.writeLong(random.nextLong()).writeLong(random.nextLong());
            case JSONB -> out.writeByte(1).writeBytes(text(random, longestText));
            default -> out.writeBytes(text(random, longestText));
        };
    }

    private static ByteBuf numeric(Decimal type, Random random) {
        BigInteger unscaled =
                new BigInteger(random.nextInt(1, 130), random)
                        .mod(BigInteger.TEN.pow(random.nextInt(1, type.precision() + 1)));
        return Wire.numeric(
                new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale()));
    }

    private static byte[] text(Random random, int longest) {
        byte[] text = new byte[random.nextInt(longest + 1)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) random.nextInt(' ', 127);
        }
        return text;
    }

    private static ByteBuf list(Random random, ByteBuf out) {
        int count = random.nextInt(4);
        out.writeInt(count == 0 ? 0 : 1).writeInt(1).writeInt(INT4_OID);
        if (count > 0) {
            out.writeInt(count).writeInt(1);
        }
        for (int i = 0; i < count; i++) {
            if (random.nextInt(3) == 0) {
                out.writeInt(-1);
            } else {
                out.writeInt(Integer.BYTES).writeInt(random.nextInt());
            }
        }
        return out;
    }

    /// One row whose values are known.
    static List<Optional<byte[]>> example() {
        ByteBuf list = Unpooled.buffer().writeInt(1).writeInt(1).writeInt(INT4_OID);
        list.writeInt(2).writeInt(1).writeInt(4).writeInt(9).writeInt(-1);
        List<ByteBuf> fields =
                List.of(
                        Unpooled.buffer().writeByte(1),
                        Unpooled.buffer().writeShort(-2),
                        Unpooled.buffer().writeInt(-3),
                        Unpooled.buffer().writeLong(Long.MIN_VALUE),
                        Unpooled.buffer().writeInt(5),
                        Unpooled.buffer().writeFloat(1.5f),
                        Unpooled.buffer().writeDouble(-0.0),
                        Unpooled.buffer().writeFloat(2.5f),
                        Wire.numeric(new BigDecimal("-12.5")),
                        Wire.numeric(new BigDecimal("123456789012345678901234567890")),
                        Unpooled.buffer().writeInt(0),
                        Unpooled.buffer().writeLong(1),
                        Unpooled.buffer().writeLong(-946_684_800_000_000L),
                        Unpooled.buffer().writeLong(1).writeLong(2),
                        Unpooled.buffer().writeByte(1).writeBytes(new byte[] {'{', '}'}),
                        Unpooled.buffer().writeByte(0).writeByte(255),
                        list,
                        Unpooled.copiedBuffer("é", StandardCharsets.UTF_8));
        return fields.stream().map(WireRows::bytes).map(Optional::of).toList();
    }

    static List<@Nullable Object> exampleValues() {
        return List.of(
                true,
                -2,
                -3,
                Long.MIN_VALUE,
                5L,
                1.5f,
                -0.0,
                2.5,
                new BigDecimal("-12.5000"),
                new BigDecimal("123456789012345678901234567890.0000000000"),
                10_957,
                1L,
                0L,
                new UUID(1, 2),
                "{}",
                "00ff",
                Arrays.asList(9, null),
                "é");
    }
}
