package dev.rivet.encode.parquet;

import dev.rivet.config.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Compresses a page and decompresses it again: what shows that a codec, with its native library
/// if it has one, works on this machine.
public final class CodecRoundTrip {
    public static final int BYTES = 100_000;

    private CodecRoundTrip() {}

    /// Runs it once.
    ///
    /// @throws IOException when what comes back is not what went in
    public static void run(Compression compression) throws IOException {
        byte[] page = page();
        try (PageCompressor compressor = PageCompressor.of(compression)) {
            byte[] back = page;
            if (compressor.compresses()) {
                int length = compressor.compress(page, page.length);
                byte[] compressed = Arrays.copyOf(compressor.target(), length);
                back = PageDecompressor.of(compressor.name()).decompress(compressed, page.length);
            }
            if (!Arrays.equals(page, back)) {
                throw new IOException(
                        compressor.name() + " gave back other bytes than it was given");
            }
        }
    }

    private static byte[] page() {
        byte[] page = new byte[BYTES];
        byte[] word = "grün ".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < page.length; i++) {
            page[i] = (byte) (word[i % word.length] + i / 1_000 % 7);
        }
        return page;
    }
}
