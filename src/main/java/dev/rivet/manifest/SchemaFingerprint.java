package dev.rivet.manifest;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.row.Column;
import dev.rivet.row.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// Tells whether two schemas have the same columns of the same types, in whatever order.
public final class SchemaFingerprint {
    private SchemaFingerprint() {}

    /// XXH3-64 over `name\ttype\n` for each column, sorted by name, as `xxh3:` and 16 hex digits.
    public static String of(RowSchema schema) {
        String text =
                schema.columns().stream()
                        .sorted(Comparator.comparing(Column::name))
                        .map(column -> column.name() + "\t" + column.type().label() + "\n")
                        .collect(Collectors.joining());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "xxh3:" + HexFormat.of().toHexDigits(Hashing.xxh3_64().hashBytesToLong(bytes));
    }
}
