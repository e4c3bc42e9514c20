package dev.rivet.source.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ByteTapTest {
    private final List<String> heard = new ArrayList<>();
    private final List<Object> driver = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final PgWire wire = new PgWire(channel);

    ByteTapTest() {
        channel.pipeline()
                .addLast(
                        "codec",
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                driver.add(message);
                            }

                            @Override
                            public void channelInactive(ChannelHandlerContext context) {
                                driver.add("closed");
                            }
                        });
    }

    private final class Listener implements ByteListener {
        @Override
        public void arrived(ByteBuf bytes) {
            String words = bytes.toString(StandardCharsets.UTF_8);
            heard.add(words);
            if (words.equals("end")) {
                wire.end();
            } else if (words.equals("fail")) {
                throw new IllegalStateException("broken");
            }
        }

        @Override
        public void closed() {
            heard.add("closed");
            wire.end();
        }
    }

    private static ByteBuf bytes(String words) {
        return Unpooled.copiedBuffer(words, StandardCharsets.UTF_8);
    }

    @Test
    void bytesGoToTheListenerAndNotToTheDriver() {
        wire.stream(new Listener());
        ByteBuf one = bytes("one");

        channel.writeInbound(one, bytes("two"));

        assertThat(heard).containsExactly("one", "two");
        assertThat(driver).isEmpty();
        assertThat(one.refCnt()).isZero();
    }

    @Test
    void connectionIsTheDriversAgainAsItWas() {
        wire.stream(new Listener());
        ByteBuf end = bytes("end");

        wire.pause();
        channel.writeInbound(end);

        assertThat(end.refCnt()).isZero();
        assertThat(channel.pipeline().get(ByteTap.class)).isNull();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeInbound(bytes("the driver's"));
        assertThat(driver).hasSize(1);
        assertThat(heard).containsExactly("end");
        wire.end();
        assertThat(channel.pipeline().names()).contains("codec");
    }

    @Test
    void pauseStopsTheReadingOfTheSocket() {
        wire.stream(new Listener());

        wire.pause();
        assertThat(channel.config().isAutoRead()).isFalse();
        long before = wire.lastReadNanos();
        wire.resume();

        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(wire.lastReadNanos()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void smallReadsOfALargeAnswerAreCollectedForAMoment() {
        wire.stream(new Listener());
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[300_000]));
        channel.writeInbound(bytes("little"));
        assertThat(channel.config().isAutoRead()).isFalse();

        channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeInbound(bytes("end"));
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void eachStatementsAnswerIsCountedFromZero() {
        wire.stream(new Listener());
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[300_000]));

        wire.send(FrontendMessages::sync);
        channel.writeInbound(bytes("little"));

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void bytesAreReleasedWhateverTheListenerDoes() {
        wire.stream(new Listener());
        ByteBuf failing = bytes("fail");

        assertThatThrownBy(() -> channel.writeInbound(failing)).hasMessage("broken");

        assertThat(failing.refCnt()).isZero();
    }

    @Test
    void endOfTheConnectionIsToldToBoth() {
        wire.stream(new Listener());

        wire.cut();
        channel.runPendingTasks();

        assertThat(heard).containsExactly("closed");
        assertThat(driver).containsExactly("closed");
    }

    @Test
    void listenerOfAClosedConnectionIsToldAtOnce() {
        channel.close().syncUninterruptibly();

        wire.stream(new Listener());

        assertThat(heard).containsExactly("closed");
    }
}
