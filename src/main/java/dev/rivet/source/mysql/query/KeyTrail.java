package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.wire.WireColumn;
import java.util.List;

/// Sees the keys of a read's rows go by, and refuses those that cannot come next. A key is one
/// column or several; wherever a key is a list here, it has them all. Event loop.
public interface KeyTrail {
    /// What a key consists of.
    List<PageKey> columns();

    /// The key's columns as the running statement defines them.
    void defineAs(List<WireColumn> running);

    /// Whether the running statement's next row is one that has been read already.
    boolean awaitsRepeat();

    /// The row that was awaited, which becomes no part of any batch.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_KEYS_OUT_OF_ORDER` when it is another one
    void repeated(List<RowKey> key);

    /// Some rows that lie one after the other.
    ///
    /// @param first the first one's key
    /// @param last the last one's; the same when there is only one
    /// @throws dev.rivet.diag.RivetException `SOURCE_KEYS_OUT_OF_ORDER`
    void passed(List<RowKey> first, List<RowKey> last, int rows);
}
