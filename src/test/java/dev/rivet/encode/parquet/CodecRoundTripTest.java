package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Compression;
import dev.rivet.config.Compression.Codec;
import java.io.IOException;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecRoundTripTest {
    @ParameterizedTest
    @EnumSource(Codec.class)
    void everyCodecGivesBackWhatItWasGiven(Codec codec) {
        assertThatCode(() -> CodecRoundTrip.run(new Compression(codec, 3)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "SNAPPY", "LZ4_RAW", "ZSTD"})
    void aPageThatIsNotOfItsCodecIsRefused(CompressionCodec codec) throws IOException {
        PageDecompressor decompressor = PageDecompressor.of(codec);
        assertThatThrownBy(() -> decompressor.decompress(new byte[] {9, 9, 9, 9, 9}, 100))
                .isInstanceOf(Exception.class);
    }

    @Test
    void codecsThatRivetDoesNotWriteAreRefused() {
        assertThatThrownBy(() -> PageDecompressor.of(CompressionCodec.BROTLI))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("BROTLI");
    }
}
