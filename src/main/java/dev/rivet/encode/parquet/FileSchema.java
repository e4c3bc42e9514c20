package dev.rivet.encode.parquet;

import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import dev.rivet.row.Storage;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.SchemaElement;

/// A row schema as a Parquet schema: one leaf per column, in the same order. Data columns are
/// optional, rivet's own are required.
final class FileSchema {
    private static final int MAX_INT_PRECISION = 9;

    private FileSchema() {}

    /// Whether values are stored as INT32.
    static boolean isInt(LogicalType type) {
        return type.storage() == Storage.INT
                || (type instanceof LogicalType.Decimal decimal
                        && decimal.precision() <= MAX_INT_PRECISION);
    }

    /// The schema as footers have it: a tree, each node before its children.
    static List<SchemaElement> elements(RowSchema schema) {
        List<SchemaElement> elements = new ArrayList<>();
        elements.add(new SchemaElement("rivet").setNum_children(schema.size()));
        for (Column column : schema.columns()) {
            if (column.type() instanceof LogicalType.ListOf(var element)) {
                elements.add(list(column.name()));
                elements.add(group("list", FieldRepetitionType.REPEATED));
                elements.add(leaf("element", element, FieldRepetitionType.OPTIONAL));
            } else {
                elements.add(leaf(column.name(), column.type(), repetition(column)));
            }
        }
        return elements;
    }

    private static FieldRepetitionType repetition(Column column) {
        return MetaColumnAppender.isMeta(column)
                ? FieldRepetitionType.REQUIRED
                : FieldRepetitionType.OPTIONAL;
    }

    private static SchemaElement list(String name) {
        return group(name, FieldRepetitionType.OPTIONAL)
                .setConverted_type(ConvertedType.LIST)
                .setLogicalType(org.apache.parquet.format.LogicalType.LIST(new ListType()));
    }

    private static SchemaElement group(String name, FieldRepetitionType repetition) {
        return new SchemaElement(name).setNum_children(1).setRepetition_type(repetition);
    }

    private static SchemaElement leaf(
            String name, LogicalType type, FieldRepetitionType repetition) {
        SchemaElement element =
                new SchemaElement(name)
                        .setType(LeafTypes.physical(type))
                        .setRepetition_type(repetition);
        LeafTypes.annotate(element, type);
        return element;
    }

    /// The columns of values, in the schema's order.
    static List<Leaf> leaves(RowSchema schema) {
        return schema.columns().stream().map(FileSchema::leaf).toList();
    }

    private static Leaf leaf(Column column) {
        return column.type() instanceof LogicalType.ListOf(var element)
                ? new Leaf(List.of(column.name(), "list", "element"), element, Leaf.IN_LIST, 1)
                : new Leaf(
                        List.of(column.name()),
                        column.type(),
                        MetaColumnAppender.isMeta(column) ? 0 : 1,
                        0);
    }
}
