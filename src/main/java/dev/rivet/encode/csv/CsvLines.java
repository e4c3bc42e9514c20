package dev.rivet.encode.csv;

import dev.rivet.encode.Section;

/// Whole lines.
record CsvLines(int rows, FieldBuffer text) implements Section {}
