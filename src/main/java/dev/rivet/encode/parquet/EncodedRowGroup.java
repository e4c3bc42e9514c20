package dev.rivet.encode.parquet;

import dev.rivet.encode.Section;
import java.util.List;

/// A row group that is complete, in the memory of its encoder.
record EncodedRowGroup(int rows, List<EncodedChunk> chunks) implements Section {}
