package dev.rivet.config;

/// A codec and, where the codec has one, its level; [#ZSTD_AUTO_LEVEL] leaves it to the encoder.
public record Compression(Codec codec, int level) {
    /// Column by column: 1, or 3 where that makes pages clearly smaller.
    public static final int ZSTD_AUTO_LEVEL = 0;

    public static final int ZSTD_BALANCED_LEVEL = 3;
    public static final int GZIP_DEFAULT_LEVEL = 6;
    public static final int ZSTD_COMPACT_LEVEL = 9;

    /// Codecs by the names that users write; `LZ4` is Parquet's LZ4_RAW.
    public enum Codec {
        ZSTD,
        SNAPPY,
        GZIP,
        LZ4,
        NONE;

        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
