package dev.rivet.source.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.row.LogicalType;
import dev.rivet.row.LogicalType.Decimal;
import dev.rivet.row.RowBatch;
import dev.rivet.source.postgres.decode.PowersOfTen;
import dev.rivet.source.postgres.decode.Values;
import dev.rivet.source.postgres.query.PageRanges;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CopyReaderTest {
    private static final List<TypeChoice> INT_AND_TEXT =
            List.of(
                    TypeChoice.binary(new LogicalType.Int32(), WireType.INT4),
                    TypeChoice.binary(new LogicalType.Text(), WireType.VERBATIM));

    private static CopyConversation one(List<TypeChoice> types, Tuning tuning) {
        return new CopyConversation(types, new PageRanges(1, 8192), tuning);
    }

    private static CopyConversation usual(List<TypeChoice> types) {
        return one(types, CopyConversation.tuning(7, 1 << 20, 0));
    }

    private static byte[] int4(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static List<Optional<byte[]>> row(int number, String text) {
        return List.of(
                Optional.of(int4(number)), Optional.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Integer> sizes(CopyConversation conversation) {
        return conversation.batches.stream().map(RowBatch::rows).toList();
    }

    @Test
    void answerCutAnywhereGivesTheSameBatches() {
        ByteBuf answer = WireRows.answer(new Random(1), 19, 12);
        CopyConversation whole = usual(WireRows.TYPES).askForAll().serve(answer.duplicate());
        assertThat(sizes(whole)).containsExactly(7, 7, 5);
        assertThat(whole.complete).isTrue();
        List<ByteBuffer> expected = Bits.rows(whole.batches);

        for (int cut = 1; cut < answer.readableBytes(); cut++) {
            ByteBuf rest = answer.duplicate();
            CopyConversation halves = usual(WireRows.TYPES).askForAll();
            halves.serve(rest.readSlice(cut));
            halves.serve(rest);

            assertThat(halves.complete).as("cut at %d", cut).isTrue();
            assertThat(sizes(halves)).as("cut at %d", cut).isEqualTo(sizes(whole));
            Bits.assertSame(Bits.rows(halves.batches), expected);
        }
        for (int piece : List.of(1, 2, 3, 5, 7, 11, 64)) {
            CopyConversation pieces = usual(WireRows.TYPES).askForAll();
            pieces.serve(answer.duplicate(), piece);
            assertThat(sizes(pieces)).isEqualTo(sizes(whole));
            Bits.assertSame(Bits.rows(pieces.batches), expected);
        }
    }

    @Test
    void largeAnswerInRandomPiecesGivesTheSameRows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteBuf answer = WireRows.answer(random, 6_000, 2_500);
        Tuning tuning = CopyConversation.tuning(3_000, 300_000, 0);
        CopyConversation whole = one(WireRows.TYPES, tuning).askForAll().serve(answer.duplicate());
        assertThat(whole.complete).isTrue();
        assertThat(sizes(whole).stream().mapToInt(each -> each).sum()).isEqualTo(6_000);
        List<ByteBuffer> expected = Bits.rows(whole.batches);

        for (int i = 0; i < 8; i++) {
            CopyConversation pieces = one(WireRows.TYPES, tuning).askForAll();
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

    @Test
    void valuesOfTheWireArriveAsTheyAre() {
        CopyAnswer answer = new CopyAnswer(WireRows.TYPES.size());
        answer.notice("first").row(WireRows.example()).notice("between");
        answer.row(WireRows.TYPES.stream().map(each -> Optional.<byte[]>empty()).toList());

        CopyConversation conversation = usual(WireRows.TYPES).askForAll().serve(answer.end());

        assertThat(Values.rows(conversation.batches.getFirst()).getFirst())
                .isEqualTo(WireRows.exampleValues());
        assertThat(Values.rows(conversation.batches.getFirst()).getLast()).containsOnlyNulls();
        assertThat(conversation.complete).isTrue();
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void emptyTableEndsAtOnce() {
        CopyConversation conversation =
                usual(INT_AND_TEXT).askForAll().serve(new CopyAnswer(2).end());

        assertThat(conversation.complete).isTrue();
        assertThat(conversation.batches).isEmpty();
    }

    @Test
    void rowLongerThanTheWindowArrivesAndTheMemoryIsGivenBack() {
        String large = "x".repeat(5_000_000);
        CopyAnswer answer = new CopyAnswer(2).row(row(1, large)).row(row(2, "small"));
        CopyConversation conversation =
                one(INT_AND_TEXT, CopyConversation.tuning(10, 1 << 20, 0)).askForAll();

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
        CopyAnswer answer = new CopyAnswer(50);
        List<Optional<byte[]>> nulls = wide.stream().map(t -> Optional.<byte[]>empty()).toList();
        for (int i = 0; i < 2_000; i++) {
            answer.row(nulls);
        }
        CopyConversation conversation =
                one(wide, CopyConversation.tuning(10_000, 100_000, 0)).askForAll();

        conversation.serve(answer.end());

        assertThat(sizes(conversation).stream().mapToInt(each -> each).sum()).isEqualTo(2_000);
        assertThat(conversation.batches).allMatch(batch -> batch.bytes() < 100_000 + 5_000);
    }

    @Test
    void nothingIsReadWithoutDemand() {
        CopyConversation conversation = one(INT_AND_TEXT, CopyConversation.tuning(2, 1 << 20, 0));
        assertThat(conversation.statements()).isEmpty();
        CopyAnswer answer = new CopyAnswer(2);
        for (int i = 0; i < 7; i++) {
            answer.row(row(i, "t"));
        }

        conversation.ask(1);
        assertThat(conversation.statements())
                .containsExactly(
                        "QCOPY (SELECT * FROM ONLY t WHERE ctid >= '(0,0)')"
                                + " TO STDOUT (FORMAT BINARY)");
        conversation.serve(answer.end());
        assertThat(sizes(conversation)).containsExactly(2);

        conversation.serve(
                new CopyAnswer(2).notice("late").withoutSignature().sent().skipBytes(12));
        assertThat(conversation.isReading()).isFalse();
        conversation.ask(1);
        assertThat(sizes(conversation)).containsExactly(2, 2);
        conversation.ask(1);
        assertThat(sizes(conversation)).containsExactly(2, 2, 2);
        assertThat(conversation.complete).isFalse();
        conversation.ask(2);
        assertThat(sizes(conversation)).containsExactly(2, 2, 2, 1);
        assertThat(conversation.complete).isTrue();
        assertThat(conversation.isReading()).isTrue();
    }

    @Test
    void batchesGoOnFromOneRangeToTheNext() {
        CopyConversation conversation =
                new CopyConversation(
                        INT_AND_TEXT,
                        new PageRanges(3, PageRanges.RANGE_BYTES),
                        CopyConversation.tuning(4, 1 << 20, 0));
        conversation.askForAll();
        for (int range = 0; range < 3; range++) {
            assertThat(conversation.statements()).singleElement().asString().contains("'(" + range);
            conversation.serve(new CopyAnswer(2).row(row(range, "a")).row(row(range, "b")).end());
        }

        assertThat(sizes(conversation)).containsExactly(4, 2);
        assertThat(conversation.admissions).containsExactly(2L, 2L, 2L);
        assertThat(conversation.statements()).isEmpty();
        assertThat(conversation.complete).isTrue();
    }

    @Test
    void nothingRunsWhileTheGateIsClosed() {
        CopyConversation conversation =
                new CopyConversation(
                        INT_AND_TEXT,
                        new PageRanges(2, PageRanges.RANGE_BYTES),
                        CopyConversation.tuning(4, 1 << 20, 0));
        conversation.closeGate();
        conversation.askForAll();
        assertThat(conversation.statements()).hasSize(1);
        ByteBuf answer = new CopyAnswer(2).row(row(1, "a")).end();
        ByteBuf allButTheLast = answer.readSlice(answer.readableBytes() - 1);

        conversation.serve(allButTheLast);
        assertThat(conversation.admissions).isEmpty();
        conversation.serve(answer);

        assertThat(conversation.admissions).containsExactly(1L);
        assertThat(conversation.statements()).isEmpty();
        conversation.openGate();
        assertThat(conversation.statements()).hasSize(1);
        conversation.serve(new CopyAnswer(2).end());
        assertThat(conversation.complete).isTrue();
    }

    @Test
    void readThatIsCancelledAtTheGateIsOver() {
        CopyConversation conversation =
                new CopyConversation(
                        INT_AND_TEXT,
                        new PageRanges(2, PageRanges.RANGE_BYTES),
                        CopyConversation.tuning(4, 1 << 20, 0));
        conversation.closeGate();
        conversation.askForAll().serve(new CopyAnswer(2).row(row(1, "a")).end());

        conversation.cancel();

        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.cancelRequests).isZero();
        conversation.statements();
        conversation.openGate();
        assertThat(conversation.statements()).isEmpty();
    }

    @Test
    void cancelledStatementIsDrainedAndTheConnectionGivenBack() {
        CopyConversation conversation = usual(INT_AND_TEXT).askForAll();
        ByteBuf half = new CopyAnswer(2).row(row(1, "a")).row(row(2, "xyz")).sent();
        conversation.serve(half.slice(0, half.readableBytes() - 2));

        conversation.cancel();

        assertThat(conversation.cancelRequests).isOne();
        assertThat(conversation.reader.stopped()).isNotCompleted();
        conversation.serve(half.slice(half.readableBytes() - 2, 2));
        conversation.serve(
                new CopyAnswer(2).error("57014", "cancelled").ready().skipBytes(7 + 2 + 3), 1);
        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isTrue();
        assertThat(conversation.failed()).isFalse();
    }

    @Test
    void serverThatIgnoresACancelIsLeft() {
        CopyConversation conversation = usual(INT_AND_TEXT).askForAll();
        conversation.serve(new CopyAnswer(2).row(row(1, "a")).sent());
        conversation.cancel();
        assertThat(conversation.channel.isOpen()).isTrue();

        conversation.channel.advanceTimeBy(6, TimeUnit.SECONDS);
        conversation.channel.runPendingTasks();

        assertThat(conversation.channel.isOpen()).isFalse();
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void tooLargeValueIsRefusedFromItsFirstBytesAndTheRestIsNotKept() {
        CopyConversation conversation =
                one(INT_AND_TEXT, CopyConversation.tuning(10, 1 << 20, 1_000_000)).askForAll();
        int length = 300_000_000;
        ByteBuf start =
                Unpooled.buffer().writeByte('d').writeInt(4 + 2 + 8 + 4 + length).writeShort(2);
        start.writeInt(4).writeInt(1).writeInt(length).writeBytes(new byte[100]);

        conversation.serve(new CopyAnswer(2).row(row(0, "fits")).sent());
        conversation.serve(start);

        RivetException failure = conversation.failure();
        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_VALUE_TOO_LARGE);
        assertThat(failure.getMessage()).contains("\"c1\"", "300000000");
        assertThat(conversation.cancelRequests).isOne();
        ByteBuf piece = Unpooled.wrappedBuffer(new byte[1 << 20]);
        for (int left = length - 100; left > 0; left -= piece.capacity()) {
            conversation.channel.writeInbound(
                    piece.retainedSlice(0, Math.min(left, piece.capacity())));
        }
        assertThat(conversation.reader.stopped()).isNotCompleted();
        conversation.serve(
                new CopyAnswer(2).error("57014", "cancelled").ready().skipBytes(7 + 2 + 3));
        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isTrue();
    }

    @Test
    void errorAfterRowsIsTheFailureOfTheRead() {
        CopyConversation conversation = usual(INT_AND_TEXT).askForAll();

        conversation.serve(new CopyAnswer(2).row(row(1, "a")).error("40001", "conflict").ready());

        assertThat(conversation.failure().getMessage()).contains("conflict", "40001");
        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isTrue();
    }

    @Test
    void endOfTheConnectionIsAFailure() {
        CopyConversation conversation = usual(INT_AND_TEXT).askForAll();
        conversation.serve(new CopyAnswer(2).row(row(1, "a")).sent());

        conversation.channel.close().syncUninterruptibly();
        conversation.channel.runPendingTasks();

        assertThat(conversation.failure().diagnostic().code())
                .isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void otherColumnsThanDescribedAreRefused() {
        CopyConversation conversation = usual(INT_AND_TEXT).askForAll();

        conversation.serve(new CopyAnswer(3).sent());

        assertThat(conversation.failure().diagnostic().code())
                .isEqualTo(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ);
    }

    @Test
    void malformedAnswersAreRefusedAndTheConnectionIsLeft() {
        ByteBuf one = Unpooled.buffer().writeShort(2).writeInt(4).writeInt(7);
        List<ByteBuf> broken = new ArrayList<>();
        // One field too few, one too many, none.
        broken.add(new CopyAnswer(2).data(Unpooled.buffer().writeShort(1).writeInt(-1)).end());
        broken.add(
                new CopyAnswer(2)
                        .data(Unpooled.buffer().writeShort(3).writeLong(-1).writeInt(-1))
                        .end());
        broken.add(new CopyAnswer(2).data(Unpooled.buffer().writeShort(0)).end());
        // The row ends before its message, and after it.
        broken.add(
                new CopyAnswer(2)
                        .data(Unpooled.copiedBuffer(one).writeInt(1).writeByte('x').writeByte('y'))
                        .end());
        broken.add(
                new CopyAnswer(2)
                        .data(Unpooled.copiedBuffer(one).writeInt(9).writeByte('x'))
                        .end());
        // Lengths that cannot be.
        broken.add(new CopyAnswer(2).data(Unpooled.copiedBuffer(one).writeInt(-2)).end());
        broken.add(
                new CopyAnswer(2)
                        .data(Unpooled.copiedBuffer(one).writeInt(Integer.MAX_VALUE))
                        .end());
        broken.add(new CopyAnswer(2).row(row(1, "a")).raw('d', 0, 0, 0, 0).end());
        broken.add(new CopyAnswer(2).row(row(1, "a")).raw('d', 0xFF, 0xFF, 0xFF, 0).end());
        broken.add(new CopyAnswer(2).row(row(1, "a")).raw('N', 0, 0, 0, 3).end());
        broken.add(new CopyAnswer(2).row(row(1, "a")).raw('N', 0x80, 0, 0, 0).end());
        broken.add(new CopyAnswer(2).row(row(1, "a")).raw('d', 0, 0, 0, 4).end());
        // No signature, an unknown message, more or fewer rows than counted, no end.
        broken.add(new CopyAnswer(2).withoutSignature().row(row(1, "a")).end());
        broken.add(new CopyAnswer(2).row(row(1, "a")).message('D', CopyAnswer.text("?")).end());
        broken.add(new CopyAnswer(2).row(row(1, "a")).raw('x', 0x70, 0, 0, 0).end());
        broken.add(new CopyAnswer(2).row(row(1, "a")).end("COPY 2"));
        broken.add(new CopyAnswer(2).row(row(1, "a")).end("COPY 0"));
        broken.add(new CopyAnswer(2).row(row(1, "a")).ready());

        for (int i = 0; i < broken.size(); i++) {
            for (int piece : List.of(1, 3, 1_000)) {
                CopyConversation conversation = usual(INT_AND_TEXT).askForAll();
                ByteBuf answer = broken.get(i).duplicate();
                while (answer.isReadable() && conversation.channel.isOpen()) {
                    conversation.serve(answer.readSlice(Math.min(piece, answer.readableBytes())));
                }
                assertThat(conversation.failed()).as("answer %d in %d", i, piece).isTrue();
                assertThat(conversation.failure().diagnostic().code())
                        .as("answer %d in %d", i, piece)
                        .isEqualTo(Code.INTERNAL_SOURCE_INVARIANT);
                assertThat(conversation.reader.stopped()).isCompleted();
                assertThat(conversation.channel.isOpen()).isFalse();
            }
        }
    }

    @Test
    void whatIsCancelledAndThenMalformedEndsToo() {
        CopyConversation conversation = usual(INT_AND_TEXT).askForAll();
        conversation.serve(new CopyAnswer(2).row(row(1, "a")).sent());
        conversation.cancel();

        conversation.serve(Unpooled.wrappedBuffer(new byte[] {'d', -1, -1, -1, -1, 0}));

        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isFalse();
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
        CopyAnswer answer = new CopyAnswer(1);
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
        CopyConversation conversation =
                one(
                                List.of(TypeChoice.binary(type, WireType.NUMERIC)),
                                CopyConversation.tuning(1_000, 1 << 20, 0))
                        .askForAll()
                        .serve(answer.end());
        assertThat(Values.rows(conversation.batches.getFirst()).stream().map(List::getFirst))
                .as(type.label())
                .isEqualTo(expected);
    }
}
