package dev.rivet.encode.parquet;

import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/// One column of a row group, ready to be written.
///
/// @param metadata for the footer; offsets are counted from the chunk's first byte
/// @param index smallest and largest values of the pages, if they have any
record EncodedChunk(ColumnMetaData metadata, ChunkPages pages, @Nullable ColumnIndex index) {}
