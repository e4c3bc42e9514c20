package dev.rivet.source.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.Code;
import dev.rivet.row.LogicalType;
import dev.rivet.row.LogicalType.Decimal;
import dev.rivet.row.RowBatch;
import dev.rivet.source.postgres.decode.PowersOfTen;
import dev.rivet.source.postgres.decode.RowDecoder;
import dev.rivet.source.postgres.decode.Values;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.type.TypeChoice;
import dev.rivet.source.postgres.type.WireType;
import dev.rivet.source.postgres.wire.Window;
import dev.rivet.source.postgres.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What becomes of the bytes of an answer.
class RowsReaderTest {
    static final List<TypeChoice> INT_AND_TEXT =
            List.of(
                    TypeChoice.binary(new LogicalType.Int32(), WireType.INT4),
                    TypeChoice.binary(new LogicalType.Text(), WireType.VERBATIM));

    static Conversation one(List<TypeChoice> types, Tuning tuning) {
        return Conversation.of(types, new PageRanges(1, 8192, Tunings.STATEMENTS), tuning);
    }

    static Conversation usual(List<TypeChoice> types) {
        return one(types, Conversation.tuning(7, 1 << 20, 0));
    }

    static byte[] int4(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static List<Optional<byte[]>> row(int number, String text) {
        return List.of(
                Optional.of(int4(number)), Optional.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    static List<Integer> sizes(Conversation conversation) {
        return conversation.batches.stream().map(RowBatch::rows).toList();
    }

    @Test
    void answerCutAnywhereGivesTheSameBatches() {
        Answer answer = WireRows.append(Answer.first(WireRows.TYPES.size()), new Random(1), 19, 12);

        assertCutAnywhere(() -> usual(WireRows.TYPES).askForAll(), answer.end());
    }

    @Test
    void answerOfAPortalCutAnywhereGivesTheSameBatches() {
        Answer answer = WireRows.append(Answer.fetch(WireRows.TYPES.size()), new Random(2), 19, 12);
        Tuning tuning = Conversation.tuning(7, 1 << 20, 0);

        assertCutAnywhere(
                () -> Conversation.ofPortal(WireRows.TYPES, tuning).askForAll(), answer.end());
    }

    private static void assertCutAnywhere(Supplier<Conversation> conversation, ByteBuf answer) {
        Conversation whole = conversation.get().serve(answer.duplicate());
        assertThat(sizes(whole)).containsExactly(7, 7, 5);
        assertThat(whole.complete).isTrue();
        List<ByteBuffer> expected = Bits.rows(whole.batches);

        for (int cut = 1; cut < answer.readableBytes(); cut++) {
            ByteBuf rest = answer.duplicate();
            Conversation halves = conversation.get();
            halves.serve(rest.readSlice(cut));
            halves.serve(rest);

            assertThat(halves.complete).as("cut at %d", cut).isTrue();
            assertThat(sizes(halves)).as("cut at %d", cut).isEqualTo(sizes(whole));
            Bits.assertSame(Bits.rows(halves.batches), expected);
        }
        for (int piece : List.of(1, 2, 3, 5, 7, 11, 64)) {
            Conversation pieces = conversation.get();
            pieces.serve(answer.duplicate(), piece);
            assertThat(sizes(pieces)).isEqualTo(sizes(whole));
            Bits.assertSame(Bits.rows(pieces.batches), expected);
        }
    }

    @Test
    void largeAnswerInRandomPiecesIsWhatItsValuesAreOneByOne() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Answer rows = WireRows.append(Answer.fetch(WireRows.TYPES.size()), random, 6_000, 2_500);
        Tuning tuning = Conversation.tuning(3_000, 300_000, 0);
        List<ByteBuffer> expected = oneByOne(rows.sent().duplicate(), tuning);
        assertThat(expected).hasSize(6_000);
        ByteBuf preface = Answer.first(WireRows.TYPES.size()).sent();
        ByteBuf answer = Unpooled.wrappedBuffer(preface, rows.end());

        for (int i = 0; i < 9; i++) {
            Conversation pieces = one(WireRows.TYPES, tuning).askForAll();
            ByteBuf rest = answer.duplicate();
            int longest = 1 << (8 + 2 * i);
            while (rest.isReadable()) {
                int count = Math.min(1 + random.nextInt(longest), rest.readableBytes());
                pieces.serve(rest.readSlice(count));
            }
            assertThat(pieces.complete).as("seed %d", seed).isTrue();
            Bits.assertSame(Bits.rows(pieces.batches), expected);
        }
    }

    private static List<ByteBuffer> oneByOne(ByteBuf messages, Tuning tuning) {
        PostgresReadPlan plan = Conversation.plan(WireRows.TYPES, tuning, new ReadPath.Portal());
        RowDecoder decoder = new RowDecoder(plan);
        while (messages.isReadable()) {
            byte type = messages.readByte();
            ByteBuf body = messages.readSlice(messages.readInt() - Integer.BYTES);
            if (type == 'D') {
                decoder.append(body, 0);
            }
        }
        return Bits.rows(List.of(decoder.build()));
    }

    @Test
    void valuesOfTheWireArriveAsTheyAre() {
        Answer answer = Answer.first(WireRows.TYPES.size());
        answer.notice("first").row(WireRows.example()).notice("between");
        answer.row(WireRows.TYPES.stream().map(each -> Optional.<byte[]>empty()).toList());

        Conversation conversation = usual(WireRows.TYPES).askForAll().serve(answer.end());

        assertThat(Values.rows(conversation.batches.getFirst()).getFirst())
                .isEqualTo(WireRows.exampleValues());
        assertThat(Values.rows(conversation.batches.getFirst()).getLast()).containsOnlyNulls();
        assertThat(conversation.complete).isTrue();
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void emptyTableEndsAtOnce() {
        Conversation conversation = usual(INT_AND_TEXT).askForAll().serve(Answer.first(2).end());

        assertThat(conversation.complete).isTrue();
        assertThat(conversation.batches).isEmpty();
    }

    @Test
    void rowLongerThanTheWindowArrivesAndTheMemoryIsGivenBack() {
        String large = "x".repeat(5_000_000);
        Answer answer = Answer.first(2).row(row(1, large)).row(row(2, "small"));
        Conversation conversation =
                one(INT_AND_TEXT, Conversation.tuning(10, 1 << 20, 0)).askForAll();

        conversation.serve(answer.end(), 100_000);

        assertThat(conversation.batches.stream().flatMap(b -> Values.rows(b).stream()))
                .containsExactly(List.of(1, large), List.of(2, "small"));
    }

    @Test
    void windowShrinksAfterALargeRow() {
        Window window = new Window();
        window.add(Unpooled.wrappedBuffer(new byte[9_000_000]));
        assertThat(window.bytes().length).isGreaterThanOrEqualTo(9_000_000);

        window.consume(window.to());
        window.add(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));

        assertThat(window.bytes()).hasSize(Window.USUAL_BYTES);
        assertThat(window.bytes()).startsWith(1, 2, 3);
        assertThat(window.wrapped().getByte(2)).isEqualTo((byte) 3);
        assertThat(window.from()).isZero();
        assertThat(window.to()).isEqualTo(3);
    }

    @Test
    void byteBoundHoldsForNullsOfWideTypesToo() {
        List<TypeChoice> wide =
                IntStream.range(0, 50)
                        .mapToObj(i -> TypeChoice.binary(new Decimal(76, 20), WireType.NUMERIC))
                        .toList();
        Answer answer = Answer.first(50);
        List<Optional<byte[]>> nulls = wide.stream().map(t -> Optional.<byte[]>empty()).toList();
        for (int i = 0; i < 2_000; i++) {
            answer.row(nulls);
        }
        Conversation conversation = one(wide, Conversation.tuning(10_000, 100_000, 0)).askForAll();

        conversation.serve(answer.end());

        assertThat(sizes(conversation).stream().mapToInt(each -> each).sum()).isEqualTo(2_000);
        assertThat(conversation.batches).allMatch(batch -> batch.bytes() < 100_000 + 5_000);
    }

    /// The fields of a row may fill it exactly and have the wrong widths still.
    @Test
    void valueOfAnotherWidthThanItsTypeHasIsRefused() {
        List<Optional<byte[]>> example = WireRows.example();
        for (int i = 0; i < example.size(); i++) {
            if (WireRows.TYPES.get(i).wire() == WireType.VERBATIM) {
                continue;
            }
            byte[] right = example.get(i).orElseThrow();
            for (int length : new int[] {0, right.length - 1, right.length + 1, 2 * right.length}) {
                boolean isText = WireRows.TYPES.get(i).wire() == WireType.JSONB && length > 0;
                byte[] wrong = java.util.Arrays.copyOf(right, length);
                Conversation conversation =
                        usual(List.of(WireRows.TYPES.get(i)))
                                .askForAll()
                                .serve(Answer.first(1).row(List.of(Optional.of(wrong))).end());

                if (isText) {
                    assertThat(conversation.failed()).isFalse();
                } else {
                    assertThat(conversation.failure().diagnostic().code())
                            .as("%s of %d bytes", WireRows.TYPES.get(i), length)
                            .isEqualTo(Code.INTERNAL_SOURCE_INVARIANT);
                    assertThat(conversation.channel.isOpen()).isFalse();
                }
            }
        }
    }

    @Test
    void malformedAnswersAreRefusedAndTheConnectionIsLeft() {
        ByteBuf one = Unpooled.buffer().writeShort(2).writeInt(4).writeInt(7);
        List<ByteBuf> broken = new ArrayList<>();
        // One field too few, one too many, none.
        broken.add(Answer.first(2).row(Unpooled.buffer().writeShort(1).writeInt(-1)).end());
        broken.add(
                Answer.first(2)
                        .row(Unpooled.buffer().writeShort(3).writeLong(-1).writeInt(-1))
                        .end());
        broken.add(Answer.first(2).row(Unpooled.buffer().writeShort(0)).end());
        // The row ends before its message, and after it.
        broken.add(
                Answer.first(2)
                        .row(Unpooled.copiedBuffer(one).writeInt(1).writeByte('x').writeByte('y'))
                        .end());
        broken.add(
                Answer.first(2).row(Unpooled.copiedBuffer(one).writeInt(9).writeByte('x')).end());
        // Lengths that cannot be.
        broken.add(Answer.first(2).row(Unpooled.copiedBuffer(one).writeInt(-2)).end());
        broken.add(
                Answer.first(2).row(Unpooled.copiedBuffer(one).writeInt(Integer.MAX_VALUE)).end());
        broken.add(Answer.first(2).row(row(1, "a")).raw('D', 0, 0, 0, 0).end());
        broken.add(Answer.first(2).row(row(1, "a")).raw('D', 0xFF, 0xFF, 0xFF, 0).end());
        broken.add(Answer.first(2).row(row(1, "a")).raw('N', 0, 0, 0, 3).end());
        broken.add(Answer.first(2).row(row(1, "a")).raw('N', 0x80, 0, 0, 0).end());
        broken.add(Answer.first(2).row(row(1, "a")).raw('D', 0, 0, 0, 4).end());
        // Messages of other conversations, of another path, of none.
        broken.add(Answer.first(2).row(row(1, "a")).message('d', Answer.text("?")).end());
        broken.add(Answer.first(2).row(row(1, "a")).suspended());
        broken.add(Answer.first(2).row(row(1, "a")).raw('x', 0x70, 0, 0, 0).end());
        // Rows before it is known whose they are, and after their end.
        broken.add(Answer.fetch(2).row(row(1, "a")).described(Answer.described(2)).end());
        broken.add(Answer.fetch(2).bound().end());
        broken.add(
                Answer.first(2).message('C', Answer.text("SELECT 0\0")).row(row(1, "a")).ready());
        // More or fewer rows than counted, other counts, no end.
        broken.add(Answer.first(2).row(row(1, "a")).end("SELECT 2"));
        broken.add(Answer.first(2).row(row(1, "a")).end("SELECT 0"));
        broken.add(Answer.first(2).row(row(1, "a")).end("SHOW"));
        broken.add(Answer.first(2).row(row(1, "a")).ready());

        for (int i = 0; i < broken.size(); i++) {
            assertBreaks(() -> usual(INT_AND_TEXT), broken.get(i), "answer " + i);
        }
    }

    @Test
    void malformedAnswersOfAPortalAreRefusedAndTheConnectionIsLeft() {
        List<ByteBuf> broken = new ArrayList<>();
        broken.add(Answer.fetch(2).row(row(1, "a")).end("SELECT 2"));
        broken.add(Answer.fetch(2).row(row(1, "a")).end("SELECT 0"));
        broken.add(Answer.fetch(2).row(row(1, "a")).ready());
        broken.add(Answer.fetch(2).row(row(1, "a")).described(Answer.described(2)).end());
        broken.add(Answer.fetch(2).bound().row(row(1, "a")).end());
        // Fewer rows than were asked for, and more to come.
        broken.add(Answer.fetch(2).row(row(1, "a")).suspended());
        broken.add(
                Answer.fetch(2)
                        .row(row(1, "a"))
                        .message('s', Unpooled.EMPTY_BUFFER)
                        .row(row(2, "b"))
                        .end());
        Tuning tuning = Conversation.tuning(7, 1 << 20, 0);

        for (int i = 0; i < broken.size(); i++) {
            assertBreaks(
                    () -> Conversation.ofPortal(INT_AND_TEXT, tuning),
                    broken.get(i),
                    "answer " + i);
        }
    }

    private static void assertBreaks(
            Supplier<Conversation> usual, ByteBuf broken, String description) {
        for (int piece : List.of(1, 3, 1_000)) {
            Conversation conversation = usual.get().askForAll();
            ByteBuf answer = broken.duplicate();
            while (answer.isReadable() && conversation.channel.isOpen()) {
                conversation.serve(answer.readSlice(Math.min(piece, answer.readableBytes())));
            }
            assertThat(conversation.failed()).as("%s in %d", description, piece).isTrue();
            assertThat(conversation.failure().diagnostic().code())
                    .as("%s in %d", description, piece)
                    .isEqualTo(Code.INTERNAL_SOURCE_INVARIANT);
            assertThat(conversation.reader.stopped()).isCompleted();
            assertThat(conversation.channel.isOpen()).isFalse();
        }
    }

    @Test
    void numbersAtTheEdgesOfTheShortWayAreExact() {
        Random random = new Random(18);
        for (int precision = 1; precision <= 18; precision++) {
            for (int scale : new int[] {-3, 0, 1, precision / 2, precision}) {
                if (scale <= precision) {
                    checkDecimals(new Decimal(precision, scale), random);
                }
            }
        }
    }

    private static void checkDecimals(Decimal type, Random random) {
        List<Object> expected = new ArrayList<>();
        Answer answer = Answer.first(1);
        long bound = PowersOfTen.asLong(type.precision());
        for (int i = 0; i < 300; i++) {
            long unscaled =
                    switch (i) {
                        case 0 -> 0;
                        case 1 -> bound - 1;
                        case 2 -> 1 - bound;
                        case 3 -> 1;
                        case 4 -> bound / 10;
                        default ->
                                random.nextLong(bound) / PowersOfTen.asLong(i % type.precision());
                    };
            BigDecimal value = BigDecimal.valueOf(i % 2 == 0 ? unscaled : -unscaled, type.scale());
            expected.add(value);
            ByteBuf wire = Wire.numeric(value);
            byte[] bytes = new byte[wire.readableBytes()];
            wire.readBytes(bytes);
            answer.row(List.of(Optional.of(bytes)));
        }
        Conversation conversation =
                one(
                                List.of(TypeChoice.binary(type, WireType.NUMERIC)),
                                Conversation.tuning(1_000, 1 << 20, 0))
                        .askForAll()
                        .serve(answer.end());
        assertThat(Values.rows(conversation.batches.getFirst()).stream().map(List::getFirst))
                .as(type.label())
                .isEqualTo(expected);
    }
}
