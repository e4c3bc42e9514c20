package dev.rivet.encode.parquet;

import dev.rivet.config.Compression;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;

/// Compresses pages, one after the other, into an array that is used again. Not thread-safe.
final class PageCompressor implements AutoCloseable {
    /// Longer arrays are given back after the page that needed them.
    private static final int MAX_KEPT_BYTES = 1 << 22;

    private final CompressionCodec name;
    private final @Nullable BlockCodec codec;
    private final boolean choosesLevels;
    private byte[] target = new byte[0];

    private PageCompressor(
            CompressionCodec name, @Nullable BlockCodec codec, boolean choosesLevels) {
        this.name = name;
        this.codec = codec;
        this.choosesLevels = choosesLevels;
    }

    static PageCompressor of(Compression compression) {
        int level = compression.level();
        return switch (compression.codec()) {
            case ZSTD ->
                    new PageCompressor(
                            CompressionCodec.ZSTD,
                            new BlockCodec.ZstdFrames(level),
                            level == Compression.ZSTD_AUTO_LEVEL);
            case GZIP -> fixed(CompressionCodec.GZIP, new GzipMembers(level));
            case SNAPPY ->
                    fixed(CompressionCodec.SNAPPY, new BlockCodec.PureJava(new SnappyCompressor()));
            case LZ4 ->
                    fixed(CompressionCodec.LZ4_RAW, new BlockCodec.PureJava(new Lz4Compressor()));
            case NONE -> new PageCompressor(CompressionCodec.UNCOMPRESSED, null, false);
        };
    }

    private static PageCompressor fixed(CompressionCodec name, BlockCodec codec) {
        return new PageCompressor(name, codec, false);
    }

    CompressionCodec name() {
        return name;
    }

    boolean compresses() {
        return codec != null;
    }

    /// Whether each column is to find the level that suits it.
    boolean choosesLevels() {
        return choosesLevels;
    }

    void useLevel(int level) {
        if (codec instanceof BlockCodec.ZstdFrames zstd) {
            zstd.useLevel(level);
        }
    }

    /// Compresses the first `length` bytes and returns how many bytes of [#target()] that took.
    int compress(byte[] source, int length) {
        if (codec == null) {
            throw new IllegalStateException("nothing is compressed");
        }
        int room = codec.maxCompressedLength(length);
        boolean tooLong = target.length > MAX_KEPT_BYTES && room <= MAX_KEPT_BYTES;
        if (tooLong || target.length < room) {
            target = new byte[room];
        }
        return codec.compress(source, length, target);
    }

    /// What was compressed last; valid until the next page.
    byte[] target() {
        return target;
    }

    @Override
    public void close() {
        if (codec != null) {
            codec.close();
        }
    }
}
