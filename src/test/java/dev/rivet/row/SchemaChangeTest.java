package dev.rivet.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaChangeTest {
    @Test
    void findsAddedRemovedAndRetypedColumns() {
        assertThat(
                        SchemaChange.between(
                                Map.of("id", "int32", "gone", "text", "same", "bool"),
                                Map.of("id", "int64", "fresh", "date", "same", "bool")))
                .containsExactlyInAnyOrder(
                        new SchemaChange.Added("fresh", "date"),
                        new SchemaChange.Removed("gone"),
                        new SchemaChange.Retyped("id", "int32", "int64"));
    }
}
