package dev.rivet.source.mysql.decode;

/// The second pass over a block of rows: takes all values of one column into the batch.
interface ColumnLoop {
    /// Appends one value, or NULL, per row of the block.
    ///
    /// @param base where in the block's places and lengths the column begins
    /// @throws dev.rivet.diag.RivetException as [Cell] does
    void append(RowBlock block, int base);

    /// The loop for types that come seldom: a cell, called once per value.
    static ColumnLoop over(Cell cell, CellSite site) {
        return (block, base) -> {
            int[] places = block.places();
            for (int i = base; i < base + block.rows(); i++) {
                if (places[i] == RowBlock.NULL) {
                    site.builder().appendNull();
                } else {
                    cell.append(block.data(), places[i], block.lengths()[i]);
                }
            }
        };
    }
}
