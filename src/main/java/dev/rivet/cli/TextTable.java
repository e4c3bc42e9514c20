package dev.rivet.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows of text under a heading, as wide as their widest cell.
final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /// A column of words, or one of figures, which end at the same place.
    record Column(String heading, Alignment alignment) {
        static Column words(String heading) {
            return new Column(heading, Alignment.LEFT);
        }

        static Column figures(String heading) {
            return new Column(heading, Alignment.RIGHT);
        }
    }

    enum Alignment {
        LEFT,
        RIGHT
    }

    TextTable(Column... columns) {
        this.columns = List.of(columns);
        rows.add(this.columns.stream().map(Column::heading).toList());
    }

    /// Adds a row, or a note.
    ///
    /// @param cells one for each column; a single one is a note below the row before
    void add(String... cells) {
        rows.add(List.of(cells));
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(line(row).stripTrailing()).append('\n'));
        return text.toString();
    }

    private String line(List<String> row) {
        if (row.size() < columns.size()) {
            return "    " + row.getFirst();
        }
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String space = " ".repeat(width(i) - row.get(i).length());
            cells.add(
                    switch (columns.get(i).alignment()) {
                        case LEFT -> row.get(i) + space;
                        case RIGHT -> space + row.get(i);
                    });
        }
        return String.join(GAP, cells);
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() == columns.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
