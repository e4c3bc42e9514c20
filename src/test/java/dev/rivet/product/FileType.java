package dev.rivet.product;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A canonical type as independent readers see it.
///
/// @param arrow pyarrow's name of the Parquet column's type
/// @param fidelity the field's `rivet.fidelity`
/// @param logical the field's `rivet.logical_type`, if it must have one
/// @param duck DuckDB's expression for the canonical text of `$`; null where DuckDB has no exact
///     type
/// @param csv whether CSV has a form of it; the canonical text is that form
/// @param canonical from any exact text of a value, the source's and the readers', to the canonical
///     one
record FileType(
        String arrow,
        String fidelity,
        @Nullable String logical,
        @Nullable String duck,
        boolean csv,
        UnaryOperator<String> canonical) {

    private static final String CAST = "$::VARCHAR";

    static final FileType BOOL = exact("bool", CAST);
    static final FileType INT16 = exact("int16", CAST);
    static final FileType INT32 = exact("int32", CAST);
    static final FileType INT64 = exact("int64", CAST);
    static final FileType UINT64 = exact("uint64", CAST);
    static final FileType FLOAT32 =
            exact("float", CAST).reading(text -> shortest(text, FileType::isSameSingle));
    static final FileType FLOAT64 =
            exact("double", CAST).reading(text -> shortest(text, FileType::isSameDouble));
    static final FileType DATE = exact("date32[day]", "iso_date($)");
    static final FileType TIME =
            exact("time64[us]", "strftime(DATE '2000-01-01' + $, '%H:%M:%S.%f')");
    static final FileType TIMESTAMP = exact("timestamp[us]", "iso_timestamp($)");
    static final FileType TIMESTAMP_TZ =
            exact("timestamp[us, tz=UTC]", "iso_timestamp(make_timestamp(epoch_us($))) || 'Z'");
    static final FileType TEXT = exact("string", CAST);
    static final FileType BINARY = exact("binary", "lower(hex($))");
    static final FileType UUID = exact("extension<arrow.uuid>", CAST).telling("uuid", "exact");
    static final FileType JSON =
            exact("extension<arrow.json>", CAST).telling("json", "logical_string");
    static final FileType ENUM = exact("string", CAST).telling("enum", "compatible");
    static final FileType INTERVAL = exact("string", CAST).telling("interval", "compatible");

    private static final int MOST_DIGITS_OF_DUCKDB_AND_CSV = 38;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_DIGITS_OF_A_DOUBLE = 17;
    private static final Map<String, String> SPECIAL =
            Map.of(
                    "Infinity",
                    "inf",
                    "-Infinity",
                    "-inf",
                    "inf",
                    "inf",
                    "-inf",
                    "-inf",
                    "NaN",
                    "NaN",
                    "nan",
                    "NaN");

    static FileType decimal(int precision, int scale) {
        boolean small = precision <= MOST_DIGITS_OF_DUCKDB_AND_CSV;
        String arrow =
                String.format(
                        Locale.ROOT, "decimal%d(%d, %d)", small ? 128 : 256, precision, scale);
        // DuckDB writes .5 where there is no digit before the point
        return new FileType(
                arrow,
                "exact",
                null,
                small ? CAST : null,
                small,
                text -> new BigDecimal(text).toPlainString());
    }

    /// Its canonical text is a JSON array of the elements' texts.
    static FileType listOf(FileType element) {
        String each = String.valueOf(element.duck).replace("$", "e");
        String duck =
                "CASE WHEN $ IS NULL THEN NULL ELSE"
                        + " to_json(list_transform($, lambda e: %s))::VARCHAR END".formatted(each);
        return new FileType(
                "list<element: " + element.arrow + ">",
                "compatible",
                null,
                duck,
                false,
                text -> elements(text, element.canonical));
    }

    /// The same, for columns whose source type does not keep its meaning.
    FileType as(String otherFidelity) {
        return new FileType(arrow, otherFidelity, logical, duck, csv, canonical);
    }

    private static FileType exact(String arrow, String duck) {
        return new FileType(arrow, "exact", null, duck, true, UnaryOperator.identity());
    }

    private FileType telling(String meaning, String itsFidelity) {
        return new FileType(arrow, itsFidelity, meaning, duck, csv, canonical);
    }

    private FileType reading(UnaryOperator<String> anyText) {
        return new FileType(arrow, fidelity, logical, duck, csv, anyText);
    }

    /// The fewest digits that are the same number to a machine, without an exponent.
    private static String shortest(String text, BiPredicate<String, BigDecimal> isSame) {
        String special = SPECIAL.get(text);
        if (special != null) {
            return special;
        }
        BigDecimal exact = new BigDecimal(text);
        if (exact.signum() == 0) {
            return text.startsWith("-") ? "-0" : "0";
        }
        return IntStream.rangeClosed(1, MOST_DIGITS_OF_A_DOUBLE)
                .mapToObj(digits -> exact.round(new MathContext(digits)))
                .filter(rounded -> isSame.test(text, rounded))
                .findFirst()
                .orElseThrow()
                .stripTrailingZeros()
                .toPlainString();
    }

    private static boolean isSameSingle(String text, BigDecimal rounded) {
        return Float.parseFloat(text) == rounded.floatValue();
    }

    private static boolean isSameDouble(String text, BigDecimal rounded) {
        return Double.parseDouble(text) == rounded.doubleValue();
    }

    private static String elements(String json, UnaryOperator<String> canonical) {
        try {
            @Nullable String[] texts = MAPPER.readValue(json, String[].class);
            for (int i = 0; i < texts.length; i++) {
                String text = texts[i];
                texts[i] = text == null ? null : canonical.apply(text);
            }
            return MAPPER.writeValueAsString(texts);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(json, failure);
        }
    }
}
