package dev.rivet.encode.parquet;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;

/// Gives back what a [PageCompressor] was given.
@FunctionalInterface
interface PageDecompressor {
    /// Gives one page back.
    ///
    /// @param length of the page as it was
    byte[] decompress(byte[] page, int length) throws IOException;

    static PageDecompressor of(CompressionCodec codec) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> (page, length) -> page;
            case ZSTD -> Zstd::decompress;
            case GZIP ->
                    (page, length) -> {
                        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
                            return in.readAllBytes();
                        }
                    };
            case SNAPPY -> (page, length) -> pureJava(new SnappyDecompressor(), page, length);
            case LZ4_RAW -> (page, length) -> pureJava(new Lz4Decompressor(), page, length);
            case LZO, BROTLI, LZ4 ->
                    throw new IOException("rivet writes no files compressed with " + codec);
        };
    }

    private static byte[] pureJava(Decompressor decompressor, byte[] page, int length) {
        byte[] plain = new byte[length];
        decompressor.decompress(page, 0, page.length, plain, 0, length);
        return plain;
    }
}
