package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/// Writes slices of one column's vectors to its Parquet column.
final class ColumnFeed {
    /// Definition levels of a list column: 0 no list, 1, 2, and 3 for a value.
    private static final int EMPTY_LIST = 1;

    private static final int NULL_ELEMENT = 2;

    private final ColumnWriter writer;
    private final int present;
    private final boolean asInt;

    ColumnFeed(ColumnDescriptor leaf, ColumnWriter writer) {
        this.writer = writer;
        this.present = leaf.getMaxDefinitionLevel();
        this.asInt = leaf.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    }

    /// Writes rows `from <= i < to`.
    void write(ColumnVector vector, int from, int to) {
        if (vector instanceof ColumnVector.Lists lists) {
            writeLists(lists, from, to);
            return;
        }
        for (int i = from; i < to; i++) {
            if (vector.nulls().isNull(i)) {
                writer.writeNull(0, 0);
            } else {
                writeValue(vector, i, 0);
            }
        }
    }

    private void writeLists(ColumnVector.Lists lists, int from, int to) {
        for (int i = from; i < to; i++) {
            int first = lists.offsets()[i];
            int end = lists.offsets()[i + 1];
            if (lists.nulls().isNull(i)) {
                writer.writeNull(0, 0);
            } else if (first == end) {
                writer.writeNull(0, EMPTY_LIST);
            } else {
                writeElements(lists.elements(), first, end);
            }
        }
    }

    private void writeElements(ColumnVector elements, int first, int end) {
        for (int i = first; i < end; i++) {
            int repetition = i == first ? 0 : 1;
            if (elements.nulls().isNull(i)) {
                writer.writeNull(repetition, NULL_ELEMENT);
            } else {
                writeValue(elements, i, repetition);
            }
        }
    }

    private void writeValue(ColumnVector vector, int i, int repetition) {
        switch (vector) {
            case ColumnVector.Booleans booleans ->
                    writer.write(booleans.values()[i] != 0, repetition, present);
            case ColumnVector.Ints ints -> writer.write(ints.values()[i], repetition, present);
            case ColumnVector.Longs longs -> writeLong(longs.values()[i], repetition);
            case ColumnVector.Floats floats ->
                    writer.write(floats.values()[i], repetition, present);
            case ColumnVector.Doubles doubles ->
                    writer.write(doubles.values()[i], repetition, present);
            case ColumnVector.Bytes bytes -> {
                int start = bytes.offsets()[i];
                int length = bytes.offsets()[i + 1] - start;
                writeBytes(bytes.data(), start, length, repetition);
            }
            case ColumnVector.Fixed fixed ->
                    writeBytes(fixed.data(), i * fixed.width(), fixed.width(), repetition);
            case ColumnVector.Lists lists ->
                    throw new IllegalStateException("a list inside a list: " + lists.length());
        }
    }

    private void writeLong(long value, int repetition) {
        if (asInt) {
            writer.write((int) value, repetition, present);
        } else {
            writer.write(value, repetition, present);
        }
    }

    /// "Reused" makes Parquet copy what it keeps (statistics, dictionary), so that one small
    /// minimum does not hold a whole batch in memory.
    private void writeBytes(byte[] data, int from, int length, int repetition) {
        writer.write(Binary.fromReusedByteArray(data, from, length), repetition, present);
    }
}
