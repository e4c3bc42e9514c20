package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.wire.WireColumn;

/// Sees the keys of a read's rows go by, and refuses those that cannot come next. Event loop.
public interface KeyTrail {
    /// The key's column as the running statement defines it.
    void defineAs(WireColumn column);

    /// Whether the running statement's next row is one that has been read already.
    boolean awaitsRepeat();

    /// The row that was awaited, which becomes no part of any batch.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_KEYS_OUT_OF_ORDER` when it is another one
    void repeated(RowKey key);

    /// Some rows that lie one after the other.
    ///
    /// @param first the first one's key
    /// @param last the last one's; the same when there is only one
    /// @throws dev.rivet.diag.RivetException `SOURCE_KEYS_OUT_OF_ORDER`
    void passed(RowKey first, RowKey last, int rows);
}
