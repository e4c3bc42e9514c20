package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the source's own client says about its values, and what independent readers find in the
/// files, is the same: every type, every edge, NULLs included.
interface RoundTripContract {
    RoundTrip roundTrip();

    private void assertSame(
            String reader, List<TypeCase> cases, Map<String, List<@Nullable String>> read) {
        assertThat(cases).isNotEmpty();
        SoftAssertions softly = new SoftAssertions();
        for (TypeCase each : cases) {
            softly.assertThat(read.get(each.name()))
                    .as("%s %s, as %s reads it", each.name(), each.sqlType(), reader)
                    .isEqualTo(roundTrip().values().get(each.name()));
        }
        softly.assertAll();
    }

    @Test
    default void theTableHoldsEveryValueAndARowOfNulls() {
        for (TypeCase each : roundTrip().table().cases()) {
            List<@Nullable String> values = roundTrip().values().get(each.name());
            int given = each.values().size();
            assertThat(values).hasSize(roundTrip().table().rows());
            assertThat(values.subList(0, given)).as(each.name()).doesNotContainNull();
            assertThat(values.subList(given, values.size())).as(each.name()).containsOnlyNulls();
        }
    }

    @Test
    default void duckDbReadsEveryValueFromParquetOfEveryCodec() throws Exception {
        List<TypeCase> cases = roundTrip().inDuckDb();
        for (String codec : RoundTrip.CODECS) {
            Path file = roundTrip().file(codec);
            assertSame("DuckDB from " + codec, cases, Readers.duckDbParquet(cases, file));
        }
    }

    @Test
    default void pyArrowReadsEveryValueFromParquetOfEveryCodec() {
        List<TypeCase> cases = roundTrip().table().cases();
        for (String codec : RoundTrip.CODECS) {
            JsonNode file = roundTrip().arrow(codec);
            assertSame("pyarrow from " + codec, cases, Readers.values(cases, file));
        }
    }

    @Test
    default void duckDbReadsEveryValueFromCsv() throws Exception {
        List<TypeCase> cases = roundTrip().inCsv();
        assertSame("DuckDB from CSV", cases, Readers.duckDbCsv(cases, roundTrip().file("csv")));
    }

    @Test
    default void pyArrowReadsEveryValueFromCsv() {
        List<TypeCase> cases = roundTrip().inCsv();
        assertSame("pyarrow from CSV", cases, Readers.values(cases, roundTrip().arrowCsv()));
    }

    @Test
    default void pyArrowSeesTheTypesAndWhereTheyComeFrom() {
        SoftAssertions softly = new SoftAssertions();
        for (TypeCase each : roundTrip().table().cases()) {
            JsonNode column = roundTrip().arrow("zstd").path(each.name());
            JsonNode metadata = column.path("metadata");
            softly.assertThat(
                            "%s, %s, %s, %s"
                                    .formatted(
                                            column.path("type").textValue(),
                                            metadata.path("rivet.native_type").textValue(),
                                            metadata.path("rivet.fidelity").textValue(),
                                            metadata.path("rivet.logical_type").textValue()))
                    .as("%s %s", each.name(), each.sqlType())
                    .isEqualTo(
                            "%s, %s, %s, %s"
                                    .formatted(
                                            each.file().arrow(),
                                            each.nativeType(),
                                            each.file().fidelity(),
                                            each.file().logical()));
            softly.assertThat(column.path("nullable").booleanValue()).as(each.name()).isTrue();
        }
        softly.assertAll();
    }
}
