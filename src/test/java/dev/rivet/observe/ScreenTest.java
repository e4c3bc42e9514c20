package dev.rivet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void secretsDoNotAppearWhoeverWritesThem() {
        screen.print("cannot reach postgresql://shop:geheim@db:5432/shop");
        screen.stream().println("retrying mysql://shop:geheim@db/shop");

        assertThat(shown()).doesNotContain("geheim").contains("postgresql://REDACTED@db:5432/shop");
    }

    @Test
    void foreignTextCannotSteerTheTerminal() {
        screen.print("table \u001b[2Jorders\u0007\nsecond line");

        assertThat(shown()).doesNotContain("\u001b", "\u0007").endsWith("\nsecond line\n");
    }

    @Test
    void charactersSplitBetweenWritesStayWhole() {
        byte[] text = "Größe\n".getBytes(StandardCharsets.UTF_8);
        for (byte each : text) {
            screen.stream().write(each);
        }

        assertThat(shown()).isEqualTo("Größe\n");
    }

    @Test
    void theWidthComesFromWhatSttySays() {
        assertThat(Terminals.columnsIn("50 132")).isEqualTo(132);
        assertThat(Terminals.columnsIn("0 0")).isEqualTo(80);
        assertThat(Terminals.columnsIn("stty: no terminal")).isEqualTo(80);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
