package dev.rivet.encode.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Compression;
import dev.rivet.config.Compression.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecRoundTripTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Codec.class)
    void everyCodecGivesItsValuesBack(Codec codec) throws IOException {
        Path file = folder.resolve("rows.parquet");
        CodecRoundTrip.run(new Compression(codec, 3), file);

        List<String> notes = notes(file);
        assertThat(notes).hasSize(CodecRoundTrip.ROWS).startsWith("grün 0", "grün 1");
        assertThat(notes.getLast()).isEqualTo("grün 99");
    }

    @Test
    void whatIsReadComesFromTheFile() throws IOException {
        Path file = folder.resolve("rows.parquet");
        CodecRoundTrip.run(new Compression(Codec.NONE, 0), file);
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("n 0");
        try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(at).write(ByteBuffer.wrap(new byte[] {'m'}));
        }

        assertThat(notes(file)).startsWith("grüm 0", "grün 1");
    }

    @Test
    void aPageThatIsNotOfItsCodecIsRefused() throws IOException {
        for (var codec : List.of("GZIP", "SNAPPY", "LZ4_RAW", "ZSTD")) {
            PageDecompressor decompressor =
                    PageDecompressor.of(org.apache.parquet.format.CompressionCodec.valueOf(codec));
            assertThatThrownBy(() -> decompressor.decompress(new byte[] {9, 9, 9, 9, 9}, 100))
                    .as(codec)
                    .isInstanceOf(Exception.class);
        }
    }

    private static List<String> notes(Path file) throws IOException {
        List<String> notes = new ArrayList<>();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            StoredColumns.read(channel, CodecRoundTrip.fileSchema())
                    .bytes(1, (row, value) -> notes.add(new String(value, StandardCharsets.UTF_8)));
        }
        return notes;
    }
}
