package dev.rivet.source.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LastWordsTest {
    private final LastWords words = new LastWords();
    private final EmbeddedChannel channel = new EmbeddedChannel(words);

    private static ByteBuf error(String state, String message) {
        return message(
                'E', "SFATAL\0VFATAL\0C" + state + "\0M" + message + "\0Fpostgres.c\0L1\0R1\0\0");
    }

    private static ByteBuf ready() {
        return message('Z', "I");
    }

    private static ByteBuf message(char type, String body) {
        return Wire.message(type, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void errorWithoutAnythingAfterItIsKept() {
        channel.writeInbound(ready(), error("57P01", "terminating connection"));

        assertThat(words.said()).map(ServerError::sqlState).contains("57P01");
        assertThat(words.said()).map(ServerError::message).contains("terminating connection");
    }

    @Test
    void errorThatTheSessionSurvivesIsForgotten() {
        channel.writeInbound(error("42P01", "no such table"));
        channel.writeInbound(ready());

        assertThat(words.said()).isEmpty();
    }

    @Test
    void messagesMayArriveInPiecesOfAnySizeAndGoOnUnchanged() {
        for (int piece = 1; piece < 40; piece++) {
            LastWords each = new LastWords();
            EmbeddedChannel pieces = new EmbeddedChannel(each);
            ByteBuf stream =
                    Unpooled.wrappedBuffer(
                            error("42P01", "no such table"),
                            ready(),
                            message('1', ""),
                            message('D', "E a row that looks like an error"),
                            message('C', "SELECT 1"),
                            error("25P04", "transaction timeout"));
            ByteBuf passed = Unpooled.buffer();

            for (int at = 0; at < stream.readableBytes(); at += piece) {
                int length = Math.min(piece, stream.readableBytes() - at);
                pieces.writeInbound(stream.copy(at, length));
            }

            for (ByteBuf part = pieces.readInbound(); part != null; part = pieces.readInbound()) {
                passed.writeBytes(part);
            }
            assertThat(passed).isEqualTo(stream);
            assertThat(each.said()).map(ServerError::sqlState).contains("25P04");
        }
    }

    @Test
    void streamThatIsNotTheProtocolIsPassedOnAndLeftAlone() {
        ByteBuf nonsense = Unpooled.buffer().writeByte('E').writeInt(-7).writeZero(100);
        channel.writeInbound(nonsense.copy());
        channel.writeInbound(error("57P01", "terminating connection"));

        assertThat(channel.<ByteBuf>readInbound()).isEqualTo(nonsense);
        assertThat(words.said()).isEmpty();
    }
}
