package dev.rivet.source.mysql.decode;

import dev.rivet.source.mysql.query.KeyTrail;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.RowKey;
import java.util.ArrayList;
import java.util.List;

/// Shows the keys of a block's rows to the one who follows them.
record BlockKeys(RowBlock block, KeyTrail trail, List<Part> parts) {
    BlockKeys {
        parts = List.copyOf(parts);
    }

    /// A column of the key.
    ///
    /// @param own base of the column that holds its own bytes
    /// @param text base of the column itself
    record Part(int own, int text) {}

    /// @param columns how many a row has; own bytes that come apart are the last ones
    static BlockKeys of(RowBlock block, KeyTrail trail, int columns) {
        List<Part> parts = new ArrayList<>();
        int apart = columns - (int) trail.columns().stream().filter(PageKey::comesApart).count();
        for (PageKey each : trail.columns()) {
            int own = each.comesApart() ? apart++ : each.position();
            parts.add(new Part(RowBlock.base(own), RowBlock.base(each.position())));
        }
        return new BlockKeys(block, trail, parts);
    }

    boolean awaitsRepeat() {
        return trail.awaitsRepeat();
    }

    /// The block is the row that was awaited.
    void repeated() {
        trail.repeated(key(0));
    }

    /// The block's rows become part of a batch.
    void passed() {
        int rows = block.rows();
        trail.passed(key(0), key(rows - 1), rows);
    }

    private List<RowKey> key(int row) {
        List<RowKey> key = new ArrayList<>(parts.size());
        for (Part each : parts) {
            int own = each.own() + row;
            int text = each.text() + row;
            key.add(
                    new RowKey(
                            block.data(),
                            block.places()[own],
                            block.lengths()[own],
                            block.places()[text],
                            block.lengths()[text]));
        }
        return key;
    }
}
