package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// The values of a column's open page, without its NULLs, in arrays that are used again. Not
/// thread-safe.
interface PageValues {
    /// For values of this type.
    ///
    /// @param dictionaryBytes most that a dictionary of them takes
    /// @throws IllegalArgumentException for a list, whose elements have values but it has none
    static PageValues of(LogicalType type, int dictionaryBytes) {
        return switch (type.storage()) {
            case BOOLEAN -> new BooleanValues();
            case INT -> new IntValues(dictionaryBytes);
            case LONG ->
                    FileSchema.isInt(type)
                            ? new IntValues(dictionaryBytes)
                            : LongValues.of(type, dictionaryBytes);
            case FLOAT -> new FloatValues(dictionaryBytes);
            case DOUBLE -> new DoubleValues(dictionaryBytes);
            case BYTES -> new BytesValues(dictionaryBytes);
            case FIXED ->
                    new FixedValues(
                            type.fixedWidth(),
                            LeafTypes.fixedWidth(type),
                            type instanceof LogicalType.Decimal,
                            dictionaryBytes);
            case LIST -> throw new IllegalArgumentException("a list inside a list: " + type);
        };
    }

    int count();

    /// Size in Parquet's plain encoding.
    long bytes();

    /// Adds positions `from <= i < to` of the vector, those that are not NULL.
    void append(ColumnVector vector, int from, int to);

    void writePlain(PageBuffer out);

    /// Writes the values as small as their type's own encoding makes them, and returns which one
    /// that is.
    Encoding writeCompact(PageBuffer out);

    /// Looks values `from <= i < to` up in the dictionary, adding what is new.
    ///
    /// @return false when the dictionary is full
    boolean index(int from, int to, int[] indices);

    /// The dictionary that [#index] fills; null when a dictionary makes no sense.
    @Nullable ColumnDictionary dictionary();

    /// Smallest and largest value; null when there is none, or one that has no place in the order.
    @Nullable Bounds bounds();

    void clear();
}
