package dev.rivet.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestCodecTest {
    private static final Manifest TWO_PARTS =
            Manifests.of(
                    "orders_1",
                    Outcome.SUCCESS,
                    Manifests.part(1, "a.parquet", 2),
                    Manifests.part(2, "b.parquet", 3));

    @Test
    void documentHasTheAgreedFieldsInTheAgreedOrder() {
        Manifest onePart =
                Manifests.of("orders_1", Outcome.SUCCESS, Manifests.part(1, "a.parquet", 2));
        assertThat(text(onePart))
                .isEqualTo(
                        """
                        {
                          "manifest_version": 1,
                          "run_id": "orders_1",
                          "export_name": "orders",
                          "mode": "batch",
                          "started_at": "2026-11-21T05:02:50.505Z",
                          "finished_at": "2026-11-21T05:02:52.700Z",
                          "status": "success",
                          "source": {
                            "engine": "postgres",
                            "database": "shop",
                            "schema": "public",
                            "table": "orders",
                            "extraction": {
                              "strategy": "full"
                            },
                            "consistency": "one snapshot"
                          },
                          "destination": {
                            "kind": "local",
                            "uri": "file:///data/orders"
                          },
                          "format": "parquet",
                          "compression": "zstd",
                          "schema_fingerprint": "xxh3:00000000000000aa",
                          "row_count": 2,
                          "part_count": 1,
                          "parts": [
                            {
                              "part_id": 1,
                              "path": "a.parquet",
                              "rows": 2,
                              "size_bytes": 10,
                              "content_fingerprint": "xxh3:0123456789abcdef",
                              "status": "committed"
                            }
                          ],
                          "replaced": []
                        }
                        """);
    }

    @Test
    void everythingThatIsWrittenIsReadBack() {
        for (Manifest manifest : new Manifest[] {TWO_PARTS, Manifests.withEverything()}) {
            assertThat(read(text(manifest))).isEqualTo(manifest);
        }
    }

    @Test
    void checksumsAreUnsignedDecimalText() {
        assertThat(text(Manifests.withEverything()))
                .contains("\"checksum\": \"18446744073709551615\"")
                .contains("\"checksum_render\": \"xxh3-64-sum-v2\"");
    }

    @Test
    void emptyDeliveryHasNoParts() {
        Manifest empty = Manifests.of("orders_1", Outcome.SUCCESS);
        assertThat(text(empty)).contains("\"row_count\": 0", "\"parts\": []");
        assertThat(read(text(empty))).isEqualTo(empty);
    }

    @Test
    void unknownFieldsAreIgnored() {
        String text = text(TWO_PARTS).replaceFirst("\\{", "{\"split_window\": {\"lo\": [1]},");
        assertThat(read(text)).isEqualTo(TWO_PARTS);
    }

    @Test
    void quarantinedPartsDoNotCount() {
        String text =
                text(TWO_PARTS)
                        .replaceFirst("committed", "quarantined")
                        .replace("\"part_count\": 2", "\"part_count\": 1")
                        .replace("\"row_count\": 5", "\"row_count\": 3");
        assertThat(read(text).files().parts()).containsExactly(Manifests.part(2, "b.parquet", 3));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"part_count\": 2', '\"part_count\": 3', part_count",
        "'\"row_count\": 5', '\"row_count\": 6', row_count",
        "'\"part_id\": 2', '\"part_id\": 1', part_id",
        "'\"manifest_version\": 1', '\"manifest_version\": 2', manifest_version",
        "'\"rows\": 3', '\"rows\": -3', negative",
        "'\"rows\": 3', '\"rows\": 3.5', no integer",
        "'\"status\": \"success\"', '\"status\": \"fine\"', unknown status",
        "'\"2026-11-21T05:02:50.505Z\"', '\"yesterday\"', yesterday",
        "'\"run_id\"', '\"run\"', run_id is missing"
    })
    void documentThatDisagreesWithItselfIsRefused(String good, String bad, String why) {
        String text = text(TWO_PARTS);
        assertThat(text).contains(good);
        assertThat(failure(text.replace(good, bad)))
                .hasMessageContaining("file:///x/manifest.json")
                .hasMessageContaining(why)
                .extracting(failure -> failure.diagnostic().code())
                .isEqualTo(Code.DEST_CONTROL_ARTIFACT_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"name\": \"a web app\"}", "{} {}"})
    void foreignDocumentsAreRefused(String text) {
        assertThat(failure(text).diagnostic().code()).isEqualTo(Code.DEST_CONTROL_ARTIFACT_INVALID);
    }

    @Test
    void manifestOfAnotherModeIsRefused() {
        String text = text(TWO_PARTS).replace("\"batch\"", "\"cdc\"");
        assertThat(failure(text).diagnostic().code()).isEqualTo(Code.DEST_PREFIX_MODE_MISMATCH);
    }

    private static String text(Manifest manifest) {
        return new String(ManifestCodec.write(manifest), StandardCharsets.UTF_8);
    }

    private static Manifest read(String text) {
        return ManifestCodec.read(text.getBytes(StandardCharsets.UTF_8), "file:///x/manifest.json");
    }

    private static RivetException failure(String text) {
        return catchThrowableOfType(RivetException.class, () -> read(text));
    }
}
