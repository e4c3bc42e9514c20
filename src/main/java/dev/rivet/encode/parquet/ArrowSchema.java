package dev.rivet.encode.parquet;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;

/// The footer entry by which Arrow's readers learn what Parquet's own schema does not tell: the
/// source's types as field metadata, and the extension types of uuid and json.
final class ArrowSchema {
    static final String KEY = "ARROW:schema";

    private static final String EXTENSION_NAME = "ARROW:extension:name";
    private static final String EXTENSION_METADATA = "ARROW:extension:metadata";
    private static final int CONTINUATION = 0xFFFFFFFF;
    private static final int ALIGNMENT = 8;

    private final FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    private final ArrowTypes types = new ArrowTypes(builder);

    private final boolean extensions;

    private ArrowSchema(boolean extensions) {
        this.extensions = extensions;
    }

    /// An encapsulated Arrow IPC schema message, in base64.
    ///
    /// @param extensions whether uuid and json are extension types
    static String encode(RowSchema schema, boolean extensions) {
        return Base64.getEncoder().encodeToString(new ArrowSchema(extensions).message(schema));
    }

    private byte[] message(RowSchema schema) {
        int[] fields = schema.columns().stream().mapToInt(this::field).toArray();
        int fieldsVector = Schema.createFieldsVector(builder, fields);
        Schema.startSchema(builder);
        Schema.addFields(builder, fieldsVector);
        int header = Schema.endSchema(builder);
        Message.startMessage(builder);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addHeaderType(builder, MessageHeader.Schema);
        Message.addHeader(builder, header);
        builder.finish(Message.endMessage(builder));
        return encapsulate(builder.sizedByteArray());
    }

    private static byte[] encapsulate(byte[] message) {
        int padded = (message.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return ByteBuffer.allocate(2 * Integer.BYTES + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(CONTINUATION)
                .putInt(padded)
                .put(message)
                .array();
    }

    private int field(Column column) {
        int[] children =
                column.type() instanceof LogicalType.ListOf(var element)
                        ? new int[] {field("element", true, element, new int[0], Map.of())}
                        : new int[0];
        boolean nullable = !MetaColumnAppender.isMeta(column);
        return field(column.name(), nullable, column.type(), children, metadata(column));
    }

    private int field(
            String name,
            boolean nullable,
            LogicalType type,
            int[] children,
            Map<String, String> metadata) {
        int nameOffset = builder.createString(name);
        int typeOffset = types.offset(type);
        int childrenVector = Field.createChildrenVector(builder, children);
        int metadataVector = keyValues(metadata);
        Field.startField(builder);
        Field.addName(builder, nameOffset);
        Field.addNullable(builder, nullable);
        Field.addTypeType(builder, ArrowTypes.tag(type));
        Field.addType(builder, typeOffset);
        Field.addChildren(builder, childrenVector);
        Field.addCustomMetadata(builder, metadataVector);
        return Field.endField(builder);
    }

    private int keyValues(Map<String, String> entries) {
        int[] offsets =
                entries.entrySet().stream()
                        .mapToInt(
                                entry ->
                                        KeyValue.createKeyValue(
                                                builder,
                                                builder.createString(entry.getKey()),
                                                builder.createString(entry.getValue())))
                        .toArray();
        return Field.createCustomMetadataVector(builder, offsets);
    }

    private Map<String, String> metadata(Column column) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("rivet.native_type", column.nativeType());
        entries.put("rivet.fidelity", column.fidelity().label());
        if (isMarked(column.type())) {
            entries.put("rivet.logical_type", column.type().label());
        }
        if (extensions && column.type() instanceof LogicalType.Uuid) {
            entries.put(EXTENSION_NAME, "arrow.uuid");
            entries.put(EXTENSION_METADATA, "");
        } else if (extensions && column.type() instanceof LogicalType.Json) {
            entries.put(EXTENSION_NAME, "arrow.json");
            entries.put(EXTENSION_METADATA, "");
        }
        return entries;
    }

    /// Types whose Arrow type alone does not tell what they mean.
    private static boolean isMarked(LogicalType type) {
        return type instanceof LogicalType.Json
                || type instanceof LogicalType.Uuid
                || type instanceof LogicalType.Label
                || type instanceof LogicalType.Interval;
    }
}
