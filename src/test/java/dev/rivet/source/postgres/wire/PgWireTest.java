package dev.rivet.source.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.pgclient.PgConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PgWireTest {
    /// [PgWire] relies on the inside of this very version. With another one: read how the driver
    /// builds its pipeline, run the live tests, then change the number here.
    @Test
    void driverIsTheOneThatPgWireWasWrittenFor() {
        assertThat(PgConnection.class.getPackage().getImplementationVersion()).isEqualTo("4.5.27");
    }

    /// The driver answers a close by a goodbye to the server, and leaves it to that one to close.
    @Test
    void cutClosesWhateverTheHandlersOfTheDriverDo() {
        var channel = new EmbeddedChannel();
        var inactive = new AtomicBoolean();
        channel.pipeline()
                .addLast("ssl", new Swallowing())
                .addLast("codec", new Swallowing())
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelInactive(ChannelHandlerContext context) {
                                inactive.set(true);
                            }
                        });

        new PgWire(channel).cut();
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(inactive).isTrue();
    }

    private static final class Swallowing extends ChannelOutboundHandlerAdapter {
        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            var _ = context.writeAndFlush(Unpooled.copiedBuffer("goodbye", StandardCharsets.UTF_8));
        }
    }
}
