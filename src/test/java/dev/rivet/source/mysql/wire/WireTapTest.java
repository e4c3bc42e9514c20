package dev.rivet.source.mysql.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rivet.source.mysql.wire.WireTap.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.mysqlclient.MySQLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireTapTest {
    private static final int LARGEST_PACKET = 0xFFFFFF;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final WireTap tap = tap();

    private WireTap tap() {
        channel.pipeline().addLast("driver", new ChannelInboundHandlerAdapter());
        return WireTap.before("driver", channel);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /// Takes messages that begin with 1, passes the others, holds when told so.
    private static final class Recording implements WireTap.Listener {
        private final List<Integer> sizes = new ArrayList<>();
        private int patience = Integer.MAX_VALUE;
        private int incomplete;

        @Override
        public Verdict message(byte[] bytes, int at, int length) {
            if (patience == 0) {
                return Verdict.HOLD;
            }
            patience--;
            sizes.add(length);
            return bytes[at] == 1 ? Verdict.TAKE : Verdict.PASS;
        }

        @Override
        public void incomplete(byte[] bytes, int at, int length) {
            incomplete = length;
        }
    }

    @Test
    void cutClosesWhateverTheOtherHandlersDo() {
        channel.pipeline().addFirst(new Swallowing()).addLast(new Swallowing());

        tap.cut();
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    private static final class Swallowing extends ChannelOutboundHandlerAdapter {
        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            // Waits for a server that answers nothing.
        }
    }

    /// [WireTap] relies on the inside of this very version. With another one: read how the driver
    /// builds its pipeline, run the live tests, then change the number here.
    @Test
    void theDriverIsTheOneThatTheTapWasWrittenFor() {
        assertThat(MySQLConnection.class.getPackage().getImplementationVersion())
                .isEqualTo("4.5.27");
    }

    @Test
    void nothingElseKnowsTheDriversInsides() {
        noClasses()
                .that()
                .resideInAPackage("dev.rivet.source.mysql")
                .and()
                .doNotBelongToAnyOf(WireTap.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient.impl..", "io.vertx.mysqlclient.impl..")
                .check(new ClassFileImporter().importPath(Path.of("target", "classes")));
    }

    @Test
    void smallReadsOfALargeAnswerAreCollectedForAMoment() {
        tap.listen(new Recording());
        ByteBuf large = Unpooled.buffer();
        packet(large, 300_000, 1);
        ByteBuf small = Unpooled.buffer();
        packet(small, 10, 1);
        channel.writeInbound(large);
        channel.writeInbound(small);
        assertThat(channel.config().isAutoRead()).isFalse();

        channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void withoutAListenerEverythingReachesTheDriverAsItCame() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {9, 8, 7}));
        assertThat(driverBytes()).isEqualTo(3);
    }

    /// The driver would take it for an answer to nothing, and print a stack trace.
    @Test
    void aFarewellIsKeptAndEndsTheConnection() {
        channel.writeInbound(error(0, 4031, "The client was disconnected"));

        assertThat(driverBytes()).isZero();
        assertThat(channel.isOpen()).isFalse();
        assertThat(tap.lastWords()).isPresent();
        assertThat(ServerErrors.of(tap.lastWords().get()).getMessage())
                .isEqualTo("the server ended the connection [4031: The client was disconnected]");
    }

    @Test
    void anErrorThatAnswersIsTheDrivers() {
        ByteBuf answer = error(1, 1146, "Table does not exist");
        int bytes = answer.readableBytes();
        channel.writeInbound(answer);

        assertThat(driverBytes()).isEqualTo(bytes);
        assertThat(tap.lastWords()).isEmpty();
    }

    private static ByteBuf error(int number, int code, String message) {
        ByteBuf stream = Unpooled.buffer();
        stream.writeMediumLE(9 + message.length()).writeByte(number).writeByte(0xFF);
        stream.writeShortLE(code).writeCharSequence("#HY000" + message, StandardCharsets.UTF_8);
        return stream;
    }

    @Test
    void messagesAreSeenOnceAndInOrderHoweverTheyAreCut() {
        Random random = new Random(20260101);
        Recording listener = new Recording();
        tap.listen(listener);
        ByteBuf stream = Unpooled.buffer();
        List<Integer> sizes = new ArrayList<>();
        long passed = 0;
        for (int i = 0; i < 2000; i++) {
            int size = 1 + random.nextInt(300);
            boolean taken = random.nextBoolean();
            packet(stream, size, taken ? 1 : 2);
            sizes.add(size);
            passed += taken ? 0 : size + 4;
        }
        while (stream.isReadable()) {
            int count = Math.min(stream.readableBytes(), 1 + random.nextInt(500));
            channel.writeInbound(stream.readBytes(count));
        }
        assertThat(listener.sizes).isEqualTo(sizes);
        assertThat(driverBytes()).isEqualTo(passed);
        stream.release();
    }

    @Test
    void aHeldMessageStopsTheReadingAndIsShownAgain() {
        Recording listener = new Recording();
        listener.patience = 2;
        tap.listen(listener);
        ByteBuf stream = Unpooled.buffer();
        for (int size = 1; size <= 5; size++) {
            packet(stream, size, 1);
        }
        channel.writeInbound(stream);
        assertThat(listener.sizes).containsExactly(1, 2);
        assertThat(channel.config().isAutoRead()).isFalse();
        listener.patience = 1;
        tap.resume();
        assertThat(listener.sizes).containsExactly(1, 2, 3);
        assertThat(channel.config().isAutoRead()).isFalse();
        listener.patience = 9;
        tap.resume();
        assertThat(listener.sizes).containsExactly(1, 2, 3, 4, 5);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aMessageOfSeveralPacketsIsShownInOnePiece() {
        Recording listener = new Recording();
        tap.listen(listener);
        ByteBuf first = Unpooled.buffer();
        packet(first, LARGEST_PACKET, 1);
        channel.writeInbound(first);
        assertThat(listener.sizes).isEmpty();
        assertThat(listener.incomplete).isEqualTo(LARGEST_PACKET);
        ByteBuf rest = Unpooled.buffer();
        packet(rest, 10, 1);
        packet(rest, 3, 2);
        channel.writeInbound(rest);
        assertThat(listener.sizes).containsExactly(LARGEST_PACKET + 10, 3);
        assertThat(driverBytes()).isEqualTo(7);
    }

    @Test
    void aPacketOfTheLargestSizeIsFollowedByAnEmptyOne() {
        Recording listener = new Recording();
        tap.listen(listener);
        ByteBuf stream = Unpooled.buffer();
        packet(stream, LARGEST_PACKET, 2);
        stream.writeMediumLE(0).writeByte(1);
        channel.writeInbound(stream);
        assertThat(listener.sizes).containsExactly(LARGEST_PACKET);
        assertThat(driverBytes()).isEqualTo(LARGEST_PACKET + 8);
    }

    private static void packet(ByteBuf stream, int size, int firstByte) {
        stream.writeMediumLE(size).writeByte(0).writeByte(firstByte).writeZero(size - 1);
    }

    private long driverBytes() {
        long bytes = 0;
        ByteBuf each = channel.readInbound();
        while (each != null) {
            bytes += each.readableBytes();
            each.release();
            each = channel.readInbound();
        }
        return bytes;
    }
}
