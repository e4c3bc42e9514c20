package dev.rivet.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes documents made of maps, lists, strings, numbers, booleans and nulls as JSON. Keys keep
/// the order of their map.
public final class SummaryJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private static final Separators SEPARATORS =
            Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator("")
                    .withObjectEmptySeparator("");

    private SummaryJson() {}

    /// On one line, without a line feed at its end.
    public static String line(Object document) {
        return written(document, Layout.LINE);
    }

    /// Indented, with a line feed at its end.
    public static String pretty(Object document) {
        return written(document, Layout.INDENTED) + "\n";
    }

    private enum Layout {
        LINE,
        INDENTED
    }

    private static String written(Object document, Layout layout) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            if (layout == Layout.INDENTED) {
                json.setPrettyPrinter(new DefaultPrettyPrinter(SEPARATORS));
            }
            write(json, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Map<?, ?> fields -> writeFields(json, fields);
            case List<?> items -> writeItems(json, items);
            default -> throw new IllegalArgumentException("not for JSON: " + value.getClass());
        }
    }

    private static void writeFields(JsonGenerator json, Map<?, ?> fields) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            json.writeFieldName(String.valueOf(field.getKey()));
            write(json, field.getValue());
        }
        json.writeEndObject();
    }

    private static void writeItems(JsonGenerator json, List<?> items) throws IOException {
        json.writeStartArray();
        for (Object item : items) {
            write(json, item);
        }
        json.writeEndArray();
    }
}
