package dev.rivet.diag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void controlCharactersAreSpelledOut() {
        String text = "a" + (char) 27 + "[2J" + (char) 0 + "\r" + (char) 127 + (char) 0x9b;
        assertThat(TerminalText.sanitise(text))
                .isEqualTo("a\\u{1b}[2J\\u{00}\\u{0d}\\u{7f}\\u{9b}");
    }

    @Test
    void ordinaryTextStays() {
        String text = "tab\there\nlöschen 漢字 😀";
        assertThat(TerminalText.sanitise(text)).isEqualTo(text);
    }
}
