package dev.rivet.source.mysql.decode;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.source.mysql.query.KeyTrail;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.RowKey;

/// Shows the keys of a block's rows to the one who follows them.
///
/// @param own base of the column that holds the key's own bytes
/// @param text base of the column that the key is
record BlockKeys(RowBlock block, KeyTrail trail, int own, int text) {
    /// @param columns how many a row has
    static BlockKeys of(RowBlock block, KeyTrail trail, PageKey key, int columns) {
        return new BlockKeys(
                block,
                trail,
                RowBlock.base(key.ownPosition(columns)),
                RowBlock.base(key.position()));
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

    private RowKey key(int row) {
        int at = block.places()[own + row];
        int textAt = block.places()[text + row];
        if (at == RowBlock.NULL || textAt == RowBlock.NULL) {
            String message = "a key is NULL in a column that is never NULL";
            throw Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, message).toException();
        }
        return new RowKey(
                block.data(), at, block.lengths()[own + row], textAt, block.lengths()[text + row]);
    }
}
