package dev.rivet.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Documents made of maps, lists, strings, numbers, booleans and nulls, as JSON. Keys keep
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

    /// Takes apart what [#line(Object)] has written.
    ///
    /// @return maps, lists, strings, numbers (`Long` or `Double`), booleans and nulls
    /// @throws IllegalArgumentException for other text
    static @Nullable Object read(String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            return value(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> fields(json);
            case START_ARRAY -> items(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new IllegalArgumentException("not JSON: it ends early");
        };
    }

    private static Map<String, @Nullable Object> fields(JsonParser json) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            fields.put(name, value(json));
        }
        return fields;
    }

    private static List<@Nullable Object> items(JsonParser json) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return items;
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
