package dev.rivet.config;

import org.snakeyaml.engine.v2.nodes.Node;

/// A place in the configuration.
///
/// @param path YAML path, for example `exports[1].columns.amount`; empty for the whole file
/// @param line counted from 1; 0 when there is none
/// @param column counted from 1
record Spot(String path, int line, int column) {
    static final Spot FILE = new Spot("", 0, 0);

    Spot child(String key) {
        return new Spot(path.isEmpty() ? key : path + "." + key, line, column);
    }

    Spot item(int index) {
        return new Spot(path + "[" + index + "]", line, column);
    }

    /// The same path, standing elsewhere in the text.
    Spot at(int newLine, int newColumn) {
        return new Spot(path, newLine, newColumn);
    }

    /// The same path, standing where the node begins.
    Spot at(Node node) {
        return node.getStartMark()
                .map(mark -> at(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(this);
    }

    /// As messages begin: `12:5: exports[1].name: `.
    String prefix() {
        String where = line == 0 ? " " : line + ":" + column + ": ";
        return path.isEmpty() ? where : where + path + ": ";
    }
}
