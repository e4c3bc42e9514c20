package dev.rivet.source.postgres.read;

import static dev.rivet.source.postgres.read.RowsReaderTest.INT_AND_TEXT;
import static dev.rivet.source.postgres.read.RowsReaderTest.one;
import static dev.rivet.source.postgres.read.RowsReaderTest.row;
import static dev.rivet.source.postgres.read.RowsReaderTest.sizes;
import static dev.rivet.source.postgres.read.RowsReaderTest.usual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Transience;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.type.ResultColumn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is asked for and when, and how a read ends.
class RowsReaderFlowTest {
    private static final Tuning TUNING = Conversation.tuning(4, 1 << 20, 0);

    /// Ranges of one page each.
    private static Conversation pages(int count) {
        return Conversation.of(
                INT_AND_TEXT,
                new PageRanges(count, PageRanges.RANGE_BYTES, Tunings.STATEMENTS),
                TUNING);
    }

    private static Conversation portal() {
        return Conversation.ofPortal(INT_AND_TEXT, TUNING);
    }

    @Test
    void nothingIsReadWithoutDemand() {
        Conversation conversation = one(INT_AND_TEXT, Conversation.tuning(2, 1 << 20, 0));
        assertThat(conversation.asked()).isEmpty();
        Answer answer = Answer.first(2);
        for (int i = 0; i < 7; i++) {
            answer.row(row(i, "t"));
        }

        conversation.ask(1);
        assertThat(conversation.asked())
                .containsExactly(
                        "Parse SELECT * FROM ONLY t WHERE ctid OPERATOR(pg_catalog.>=) $1"
                                + " AND ctid OPERATOR(pg_catalog.<) $2 [27, 27]"
                                + "|Bind (0,0) (4294967295,0)|Describe|Execute 0|Sync");
        conversation.serve(answer.end());
        assertThat(sizes(conversation)).containsExactly(2);

        conversation.serve(Answer.fetch(2).notice("late").sent());
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
    void statementIsParsedOnceAndBoundToEachRange() {
        Conversation conversation = pages(3).askForAll();
        List<String> asked = new ArrayList<>(conversation.asked());
        conversation.serve(Answer.first(2).row(row(0, "a")).row(row(0, "b")).end());
        for (int range = 1; range < 3; range++) {
            asked.addAll(conversation.asked());
            conversation.serve(Answer.range(2).row(row(range, "a")).row(row(range, "b")).end());
        }

        assertThat(asked).hasSize(3);
        assertThat(asked.getFirst()).startsWith("Parse ").contains("|Bind (0,0) (1,0)|");
        assertThat(asked.subList(1, 3))
                .containsExactly(
                        "Bind (1,0) (2,0)|Describe|Execute 0|Sync",
                        "Bind (2,0) (4294967295,0)|Describe|Execute 0|Sync");
        assertThat(sizes(conversation)).containsExactly(4, 2);
        assertThat(conversation.admissions).containsExactly(2L, 2L);
        assertThat(conversation.asked()).isEmpty();
        assertThat(conversation.complete).isTrue();
    }

    @Test
    void portalIsAskedForAsManyRowsAsFillABatch() {
        Conversation conversation = portal().askForAll();
        assertThat(conversation.asked()).containsExactly("Execute 4|Sync");

        Answer four = Answer.fetch(2);
        for (int i = 0; i < 4; i++) {
            four.row(row(i, "t"));
        }
        conversation.serve(four.suspended());

        assertThat(sizes(conversation)).containsExactly(4);
        assertThat(conversation.asked()).containsExactly("Execute 4|Sync");
        conversation.serve(Answer.fetch(2).row(row(4, "t")).end());
        assertThat(sizes(conversation)).containsExactly(4, 1);
        assertThat(conversation.admissions).containsExactly(4L);
        assertThat(conversation.complete).isTrue();
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void portalThatEndsWithABatchEndsWithAnEmptyFetch() {
        Conversation conversation = portal().ask(1);
        Answer four = Answer.fetch(2);
        for (int i = 0; i < 4; i++) {
            four.row(row(i, "t"));
        }
        conversation.serve(four.suspended());
        assertThat(sizes(conversation)).containsExactly(4);
        conversation.asked();

        conversation.ask(1);
        assertThat(conversation.asked()).containsExactly("Execute 4|Sync");
        conversation.serve(Answer.fetch(2).end());

        assertThat(conversation.complete).isTrue();
        assertThat(sizes(conversation)).containsExactly(4);
    }

    @Test
    void nothingRunsWhileTheGateIsClosed() {
        Conversation conversation = pages(2);
        conversation.closeGate();
        conversation.askForAll();
        assertThat(conversation.asked()).hasSize(1);
        ByteBuf answer = Answer.first(2).row(row(1, "a")).end();
        ByteBuf allButTheLast = answer.readSlice(answer.readableBytes() - 1);

        conversation.serve(allButTheLast);
        assertThat(conversation.admissions).isEmpty();
        conversation.serve(answer);

        assertThat(conversation.admissions).containsExactly(1L);
        assertThat(conversation.asked()).isEmpty();
        conversation.openGate();
        assertThat(conversation.asked()).hasSize(1);
        conversation.serve(Answer.range(2).end());
        assertThat(conversation.complete).isTrue();
    }

    @Test
    void fullBatchIsHandedOverWhileTheGateIsClosed() {
        Conversation conversation = portal();
        conversation.closeGate();
        Answer four = Answer.fetch(2);
        for (int i = 0; i < 4; i++) {
            four.row(row(i, "t"));
        }

        conversation.askForAll().serve(four.suspended());

        assertThat(sizes(conversation)).containsExactly(4);
        assertThat(conversation.asked()).containsExactly("Execute 4|Sync");
        conversation.openGate();
        assertThat(conversation.asked()).containsExactly("Execute 4|Sync");
    }

    @Test
    void readThatIsCancelledAtTheGateIsOver() {
        Conversation conversation = pages(2);
        conversation.closeGate();
        conversation.askForAll().serve(Answer.first(2).row(row(1, "a")).end());

        conversation.cancel();

        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.cancelRequests).isEmpty();
        conversation.asked();
        conversation.openGate();
        assertThat(conversation.asked()).isEmpty();
    }

    @Test
    void cancelledStatementIsDrainedAndTheConnectionGivenBack() {
        Conversation conversation = usual(INT_AND_TEXT).askForAll();
        ByteBuf half = Answer.first(2).row(row(1, "a")).row(row(2, "xyz")).sent();
        conversation.serve(half.slice(0, half.readableBytes() - 2));

        conversation.cancel();

        assertThat(conversation.cancelRequests).hasSize(1);
        conversation.cancelRequests.getFirst().complete(null);
        assertThat(conversation.reader.stopped()).isNotCompleted();
        conversation.serve(half.slice(half.readableBytes() - 2, 2));
        conversation.serve(Answer.fetch(2).error("57014", "cancelled").ready(), 1);
        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isTrue();
        assertThat(conversation.failed()).isFalse();
    }

    /// It would hit whatever the connection is used for next.
    @Test
    void readIsNotOverBeforeItsCancelRequestIs() {
        Conversation conversation = usual(INT_AND_TEXT).askForAll();
        conversation.serve(Answer.first(2).row(row(1, "a")).sent());
        conversation.cancel();

        conversation.serve(Answer.fetch(2).message('C', Answer.text("SELECT 1\0")).ready());
        assertThat(conversation.reader.stopped()).isNotCompleted();

        conversation.cancelRequests.getFirst().complete(null);
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void statementWhoseEndHasArrivedNeedsNoCancelRequest() {
        Conversation conversation = one(INT_AND_TEXT, Conversation.tuning(1, 1 << 20, 0)).ask(1);
        conversation.serve(
                Answer.first(2).row(row(1, "a")).row(row(2, "b")).row(row(3, "c")).end());
        assertThat(sizes(conversation)).containsExactly(1);

        conversation.cancel();

        assertThat(conversation.cancelRequests).isEmpty();
        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isTrue();
    }

    @Test
    void serverThatIgnoresACancelIsLeft() {
        Conversation conversation = usual(INT_AND_TEXT).askForAll();
        conversation.serve(Answer.first(2).row(row(1, "a")).sent());
        conversation.cancel();
        assertThat(conversation.channel.isOpen()).isTrue();

        conversation.channel.advanceTimeBy(6, TimeUnit.SECONDS);
        conversation.channel.runPendingTasks();

        assertThat(conversation.channel.isOpen()).isFalse();
        conversation.cancelRequests.getFirst().complete(null);
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void tooLargeValueIsRefusedFromItsFirstBytesAndTheRestIsNotKept() {
        Conversation conversation =
                one(INT_AND_TEXT, Conversation.tuning(10, 1 << 20, 1_000_000)).askForAll();
        int length = 300_000_000;
        ByteBuf start =
                Unpooled.buffer().writeByte('D').writeInt(4 + 2 + 8 + 4 + length).writeShort(2);
        start.writeInt(4).writeInt(1).writeInt(length).writeBytes(new byte[100]);

        conversation.serve(Answer.first(2).row(row(0, "fits")).sent());
        conversation.serve(start);

        RivetException failure = conversation.failure();
        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_VALUE_TOO_LARGE);
        assertThat(failure.getMessage()).contains("\"c1\"", "300000000");
        assertThat(conversation.cancelRequests).hasSize(1);
        conversation.cancelRequests.getFirst().complete(null);
        ByteBuf piece = Unpooled.wrappedBuffer(new byte[1 << 20]);
        for (int left = length - 100; left > 0; left -= piece.capacity()) {
            conversation.channel.writeInbound(
                    piece.retainedSlice(0, Math.min(left, piece.capacity())));
        }
        assertThat(conversation.reader.stopped()).isNotCompleted();
        conversation.serve(Answer.fetch(2).error("57014", "cancelled").ready());
        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isTrue();
    }

    @Test
    void whatIsCancelledAndThenMalformedEndsToo() {
        Conversation conversation = usual(INT_AND_TEXT).askForAll();
        conversation.serve(Answer.first(2).row(row(1, "a")).sent());
        conversation.cancel();
        conversation.cancelRequests.getFirst().complete(null);

        conversation.serve(Unpooled.wrappedBuffer(new byte[] {'D', -1, -1, -1, -1, 0}));

        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void errorAfterRowsIsTheFailureOfTheRead() {
        Conversation conversation = usual(INT_AND_TEXT).askForAll();

        conversation.serve(Answer.first(2).row(row(1, "a")).error("40001", "conflict").ready());

        assertThat(conversation.failure().getMessage()).contains("conflict", "40001");
        assertThat(conversation.reader.stopped()).isCompleted();
        assertThat(conversation.channel.isOpen()).isTrue();
    }

    @Test
    void endOfTheConnectionIsAFailure() {
        Conversation conversation = usual(INT_AND_TEXT).askForAll();
        conversation.serve(Answer.first(2).row(row(1, "a")).sent());

        conversation.close();

        assertThat(conversation.failure().diagnostic().code())
                .isEqualTo(Code.SOURCE_CONNECTION_LOST);
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void lastWordsOfTheServerAreTheFailureInTheMiddleOfAFetch() {
        Conversation conversation = portal().askForAll();
        conversation.serve(Answer.fetch(2).row(row(1, "a")).fatal("57P01", "shutting down").sent());

        conversation.close();

        assertThat(conversation.failure().getMessage()).contains("shutting down");
    }

    @Test
    void lastWordsOfTheServerAreTheFailureAtTheGate() {
        Conversation conversation = pages(2);
        conversation.closeGate();
        conversation.askForAll().serve(Answer.first(2).row(row(1, "a")).end());

        conversation.serve(Answer.fetch(2).fatal("25P03", "idle for too long").sent(), 5);
        conversation.close();

        assertThat(conversation.failure().getMessage()).contains("idle for too long");
        assertThat(conversation.reader.stopped()).isCompleted();
    }

    @Test
    void lastWordsOfTheServerAreRememberedBetweenFetches() {
        Conversation conversation = pages(3).ask(1);
        conversation.serve(Answer.first(2).row(row(1, "a")).end());
        conversation.serve(
                Answer.range(2).row(row(2, "b")).row(row(3, "b")).row(row(4, "b")).end());
        assertThat(sizes(conversation)).containsExactly(4);

        conversation.serve(Answer.fetch(2).fatal("40001", "conflict with recovery").sent());
        conversation.close();
        assertThat(conversation.failed()).isFalse();
        conversation.ask(1);

        assertThat(conversation.failure().getMessage()).contains("conflict with recovery");
    }

    /// Nobody has asked for the rows before the words, and their batch is full.
    @Test
    void lastWordsOfTheServerAreHeardBehindRowsThatNobodyTook() {
        Conversation conversation = one(INT_AND_TEXT, Conversation.tuning(1, 1 << 20, 0)).ask(1);
        Answer answer = Answer.first(2);
        for (int i = 0; i < 5; i++) {
            answer.row(row(i, "a"));
        }
        conversation.serve(answer.notice("so").fatal("57P01", "shutting down").sent());
        assertThat(sizes(conversation)).containsExactly(1);

        conversation.close();
        conversation.ask(1);

        assertThat(conversation.failure().getMessage()).contains("shutting down");
    }

    @Test
    void serverThatIsReadyWithoutBeingAskedIsNotUnderstood() {
        Conversation conversation = pages(2);
        conversation.closeGate();
        conversation.askForAll().serve(Answer.first(2).row(row(1, "a")).end());

        conversation.serve(Answer.fetch(2).ready());

        assertThat(conversation.failure().diagnostic().code())
                .isEqualTo(Code.INTERNAL_SOURCE_INVARIANT);
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void otherColumnsThanDescribedAreRefused() {
        ResultColumn first = Answer.described(2).getFirst();
        ResultColumn second = Answer.described(2).getLast();
        for (ResultColumn other :
                List.of(
                        new ResultColumn("d1", second.typeOid(), -1, second.tableOid(), 2),
                        new ResultColumn("c1", 23, -1, second.tableOid(), 2),
                        new ResultColumn("c1", second.typeOid(), 20, second.tableOid(), 2),
                        new ResultColumn("c1", second.typeOid(), -1, 16_401, 2),
                        new ResultColumn("c1", second.typeOid(), -1, second.tableOid(), 3))) {
            assertChanged(Answer.fetch(2).described(List.of(first, other)));
        }
        assertChanged(Answer.fetch(2).described(List.of(first)));
        assertChanged(Answer.fetch(2).described(Answer.described(3)));
    }

    private static void assertChanged(Answer description) {
        Conversation conversation = pages(2).askForAll();
        conversation.serve(Answer.first(2).row(row(1, "a")).end());

        conversation.serve(description.sent());

        assertChanged(conversation);
        assertThat(conversation.cancelRequests).hasSize(1);
    }

    private static void assertChanged(Conversation conversation) {
        assertThat(conversation.failure().diagnostic().code())
                .isEqualTo(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ);
        assertThat(conversation.failure().diagnostic().transience())
                .isEqualTo(Transience.TRANSIENT);
        assertThat(conversation.batches).isEmpty();
    }

    @Test
    void namesThatTheServerDoesNotKnowAnyMoreAreAChangeToo() {
        for (String state : List.of("0A000", "42P01", "3F000", "42703")) {
            Conversation conversation = pages(2).askForAll();
            conversation.serve(Answer.first(2).row(row(1, "a")).end());

            conversation.serve(Answer.fetch(2).error(state, "cached plan").ready());

            assertChanged(conversation);
            assertThat(conversation.failure().getMessage()).contains("cached plan");
        }
    }

    @Test
    void errorOfTheSameStateAmongTheRowsIsTheServersOwn() {
        Conversation conversation = pages(2).askForAll();

        conversation.serve(Answer.first(2).row(row(1, "a")).error("0A000", "not so").ready());

        assertThat(conversation.failure().diagnostic().code()).isEqualTo(Code.SOURCE_QUERY_FAILED);
    }
}
