package dev.rivet.observe;

import dev.rivet.diag.Redaction;
import dev.rivet.diag.TerminalText;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The standard error stream, shared by lines that stay and one live line below them that is
/// redrawn. Lines are redacted and cannot steer the terminal. Thread-safe.
public final class Screen {
    private static final String ERASE = "\r\u001b[K";
    private static final String NO_WRAP = "\r\u001b[?7l";
    private static final String WRAP = "\u001b[K\u001b[?7h";

    private final PrintStream target;
    private final PrintStream stream;
    private String live = "";

    /// Takes the stream over: nobody else may write to it.
    ///
    /// @param target what is really written to
    public Screen(PrintStream target) {
        this.target = target;
        this.stream = new PrintStream(new Lines(), false, StandardCharsets.UTF_8);
    }

    /// For writers that know nothing of the live line, such as loggers: what they write appears
    /// line by line.
    public PrintStream stream() {
        return stream;
    }

    /// Prints lines that stay.
    public synchronized void print(String text) {
        if (!live.isEmpty()) {
            target.print(ERASE);
        }
        text.lines().forEach(line -> target.print(clean(line) + "\n"));
        draw();
        target.flush();
    }

    /// Prints one line of JSON as it is: its texts were cleaned before they were encoded, and
    /// cleaning it as a whole would break it.
    public synchronized void printDocument(String json) {
        erase();
        target.print(json + "\n");
        target.flush();
    }

    /// Replaces the live line. Only for terminals.
    public synchronized void show(String line) {
        live = clean(line);
        draw();
        target.flush();
    }

    /// Removes the live line, leaving the cursor at the start of an empty one.
    public synchronized void erase() {
        if (!live.isEmpty()) {
            live = "";
            target.print(ERASE);
            target.flush();
        }
    }

    private void draw() {
        if (!live.isEmpty()) {
            target.print(NO_WRAP + live + WRAP);
        }
    }

    private static String clean(String line) {
        return TerminalText.sanitise(Redaction.redact(line));
    }

    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

        @Override
        public void write(int octet) {
            synchronized (Screen.this) {
                if (octet == '\n') {
                    print(pending.toString(StandardCharsets.UTF_8) + "\n");
                    pending.reset();
                } else {
                    pending.write(octet);
                }
            }
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            synchronized (Screen.this) {
                for (int i = from; i < from + length; i++) {
                    write(octets[i]);
                }
            }
        }
    }
}
