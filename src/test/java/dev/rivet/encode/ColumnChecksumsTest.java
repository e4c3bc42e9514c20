package dev.rivet.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.encode.ColumnChecksums.Checksum;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowBatch;
import dev.rivet.row.RowSchema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ColumnChecksumsTest {
    private static final RowSchema SCHEMA =
            Rows.schema(
                    new LogicalType.Int32(),
                    new LogicalType.Int64(),
                    new LogicalType.Text(),
                    new LogicalType.Float64(),
                    new LogicalType.Decimal(20, 0),
                    new LogicalType.Uuid(),
                    new LogicalType.Bool(),
                    new LogicalType.ListOf(new LogicalType.Int32()));

    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @Test
    void checksumsAreSumsOfXxh3OverTheBytesThatAreDocumented() {
        RowBatch batch =
                Rows.of(SCHEMA)
                        .row(
                                -1,
                                1L,
                                "é",
                                1.0,
                                new BigDecimal(258),
                                ID,
                                true,
                                Arrays.asList(7, null))
                        .row(2, null, "", null, null, null, null, null)
                        .build();
        assertThat(checksums(batch))
                .extracting(Checksum::value)
                .containsExactly(
                        xxh3("ffffffff") + xxh3("02000000"),
                        xxh3("0100000000000000"),
                        xxh3("c3a9") + xxh3(""),
                        xxh3("000000000000f03f"),
                        xxh3("000000000000000102"),
                        xxh3("00112233445566778899aabbccddeeff"),
                        xxh3("01"),
                        xxh3("02000000" + "0104000000" + "07000000" + "00"));
    }

    private static long xxh3(String hex) {
        return Hashing.xxh3_64().hashBytesToLong(HexFormat.of().parseHex(hex));
    }

    @Test
    void orderAndBatchesDoNotMatterButRepetitionDoes() {
        RowSchema schema = Rows.schema(new LogicalType.Text());
        List<Checksum> once =
                checksums(Rows.of(schema).row("a").row("b").row((Object) null).build());
        assertThat(
                        checksums(
                                Rows.of(schema).row("b").build(),
                                Rows.of(schema).row((Object) null).row("a").build()))
                .isEqualTo(once);
        assertThat(checksums(Rows.of(schema).row("a").row("b").row("a").row("a").build()))
                .isNotEqualTo(once);
        assertThat(checksums(Rows.of(schema).row("a").build())).isNotEqualTo(once);
    }

    private static List<Checksum> checksums(RowBatch... batches) {
        ColumnChecksums checksums = new ColumnChecksums(batches[0].schema());
        for (RowBatch batch : batches) {
            checksums.add(batch);
        }
        return checksums.checksums();
    }
}
