package dev.rivet.destination.stdout;

import dev.rivet.destination.FileDigest;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// Sends bytes and hashes what it sent. Closing leaves standard output open.
final class StdoutSink extends OutputStream {
    private final OutputStream out;
    private final FileDigest digest;

    StdoutSink(OutputStream out, FileDigest digest) {
        this.out = out;
        this.digest = digest;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        try {
            out.write(source, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
        digest.update(source, offset, length);
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private RivetException failed(IOException cause) {
        return Diagnostic.of(
                        Code.DEST_WRITE_FAILED,
                        String.format(
                                Locale.ROOT,
                                "Cannot write to standard output after %,d bytes: %s.",
                                digest.bytes(),
                                cause.getMessage()),
                        "Let the program that reads the output run to the end of its input, then"
                                + " run again.")
                .toException(cause);
    }
}
