package dev.rivet.source.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTapTest {
    private final List<String> heard = new ArrayList<>();
    private final WireTap tap = new WireTap(new Listener());
    private final EmbeddedChannel channel = new EmbeddedChannel(tap);
    private int largestCapacity;

    private final class Listener implements WireListener {
        @Override
        public void message(byte type, ByteBuf in, int from, int length) {
            largestCapacity = Math.max(largestCapacity, in.capacity());
            heard.add((char) type + in.toString(from, length, StandardCharsets.UTF_8));
            if (type == 'Z') {
                channel.pipeline().remove(tap);
            }
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    }

    @Test
    void messagesSurviveAnyCut() {
        ByteBuf all =
                Unpooled.wrappedBuffer(
                        message('D', "one"), message('D', ""), message('C', "three"));
        while (all.isReadable()) {
            channel.writeInbound(all.readRetainedSlice(1));
        }

        assertThat(heard).containsExactly("Done", "D", "Cthree");
    }

    /// Reads hardly ever end where a message does.
    @Test
    void deliveredMessagesAreNotKept() {
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < 1_000; i++) {
            all.writeBytes(message('D', "x".repeat(1_000)));
        }
        while (all.isReadable()) {
            channel.writeInbound(all.readBytes(Math.min(all.readableBytes(), 900)));
        }

        assertThat(heard).hasSize(1_000);
        assertThat(largestCapacity).isLessThan(16_000);
    }

    @Test
    void bytesAreReleasedWhenTheConversationEnds() {
        ByteBuf last = message('Z', "T");
        channel.writeInbound(last);

        assertThat(heard).containsExactly("ZT");
        assertThat(last.refCnt()).isZero();
        assertThat(channel.pipeline().get(WireTap.class)).isNull();
    }

    @Test
    void endOfTheConnectionIsTold() {
        channel.close().syncUninterruptibly();

        assertThat(heard).containsExactly("closed");
    }

    private static ByteBuf message(char type, String body) {
        return Wire.message(type, body.getBytes(StandardCharsets.UTF_8));
    }
}
