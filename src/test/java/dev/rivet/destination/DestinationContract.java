package dev.rivet.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every destination keeps.
public interface DestinationContract {
    Destination destination();

    /// What readers find under a committed name.
    byte[] delivered(String name) throws IOException;

    @Test
    default void receiptDescribesTheDeliveredBytes() throws IOException {
        try (StagedFile file = destination().stage("a.csv")) {
            try (OutputStream sink = file.sink()) {
                sink.write("Hello, ".getBytes(StandardCharsets.UTF_8));
                sink.write('w');
                sink.write("xxorldxx".getBytes(StandardCharsets.UTF_8), 2, 4);
            }
            CommittedFile receipt = file.commit();
            assertThat(receipt.name()).isEqualTo("a.csv");
            assertThat(receipt.bytes()).isEqualTo(12);
            assertThat(receipt.fingerprint()).isEqualTo(FileDigest.fingerprint(delivered("a.csv")));
        }
        assertThat(new String(delivered("a.csv"), StandardCharsets.UTF_8))
                .isEqualTo("Hello, world");
    }

    @Test
    default void largeWritesArriveWhole() throws IOException {
        byte[] large = new byte[3_000_001];
        new Random(1).nextBytes(large);
        try (StagedFile file = destination().stage("large.parquet")) {
            file.sink().write(large, 1, 3_000_000);
            file.sink().write(large[0]);
            file.sink().close();
            file.commit();
        }
        byte[] delivered = delivered("large.parquet");
        assertThat(delivered).hasSize(3_000_001).endsWith(large[0]);
        assertThat(Arrays.equals(delivered, 0, 3_000_000, large, 1, 3_000_001)).isTrue();
    }

    @Test
    default void emptyFileIsDelivered() throws IOException {
        try (StagedFile file = destination().stage("empty.csv")) {
            file.sink().close();
            assertThat(file.commit().bytes()).isZero();
        }
        assertThat(delivered("empty.csv")).isEmpty();
    }
}
