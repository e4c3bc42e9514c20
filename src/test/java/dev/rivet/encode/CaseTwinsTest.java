package dev.rivet.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Compression;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.ParquetEncoding;
import dev.rivet.config.RowGroups;
import dev.rivet.encode.csv.CsvFormat;
import dev.rivet.encode.parquet.ParquetFormat;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseTwinsTest {
    private static final List<FileFormat> FORMATS =
            List.of(
                    new CsvFormat(new OutputFormat.Csv(), StageProfile.off()),
                    new ParquetFormat(
                            new OutputFormat.Parquet(
                                    new Compression(Compression.Codec.NONE, 0),
                                    new RowGroups.Default(),
                                    ParquetEncoding.COMPATIBLE),
                            1 << 20,
                            StageProfile.off()));

    private static RowSchema schema(String... names) {
        return new RowSchema(
                Arrays.stream(names)
                        .map(name -> Rows.column(name, new LogicalType.Int64()))
                        .toList());
    }

    @Test
    void namesThatDifferByCaseAreRemarkedWithReadersAndWayOut() {
        for (FileFormat format : FORMATS) {
            assertThat(format.remarks(schema("id", "a", "ID", "Id", "Ä", "ä")))
                    .satisfiesExactly(
                            remark ->
                                    assertThat(remark)
                                            .contains("`id`, `ID`, `Id`", "Spark", "Athena")
                                            .contains(
                                                    "BigQuery",
                                                    "query:",
                                                    "AS Id_2)",
                                                    "quote its own")
                                            .doesNotContain("`a`"),
                            remark -> assertThat(remark).contains("`Ä`, `ä`"));
        }
    }

    @Test
    void othersAreNot() {
        for (FileFormat format : FORMATS) {
            assertThat(format.remarks(schema("id", "id2", "i d"))).isEmpty();
        }
    }
}
