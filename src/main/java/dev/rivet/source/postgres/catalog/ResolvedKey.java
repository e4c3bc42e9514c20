package dev.rivet.source.postgres.catalog;

import dev.rivet.plan.KeyValue;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.OrderedKey;
import java.util.List;

/// A key that was found among the columns of a selection.
sealed interface ResolvedKey permits KeyCatalog.Resolved, ResolvedRow {
    OrderedKey key();

    /// Keys that the server has noted between two others, both included, ascending, all different.
    /// Blocks.
    List<KeyValue> noted(ControlChannel control, KeyValue from, KeyValue to);
}
