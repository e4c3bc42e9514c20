package dev.rivet.source.postgres.catalog;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// How the server would run a statement, as `EXPLAIN` tells it.
///
/// @param top the node that brings the rows
record StatementPlan(JsonObject top) {
    /// The planner's guess.
    OptionalLong rows() {
        Number guess = top.getNumber("Plan Rows");
        return guess == null ? OptionalLong.empty() : OptionalLong.of(guess.longValue());
    }

    /// Bytes of a row in the server's memory, headers apart; the planner's guess.
    long width() {
        Number guess = top.getNumber("Plan Width");
        return guess == null ? 0 : guess.longValue();
    }

    /// Whether rows are sorted, all or those that begin alike, because none come in the wanted
    /// order.
    boolean sorts() {
        return any(top, node -> node.getString("Node Type", "").endsWith("Sort"));
    }

    /// Whether rows are looked up in an index by a column.
    boolean looksUp(String column) {
        return any(top, node -> node.getString("Index Cond", "").contains(column));
    }

    private static boolean any(JsonObject node, Predicate<JsonObject> condition) {
        if (condition.test(node)) {
            return true;
        }
        JsonArray below = node.getJsonArray("Plans", new JsonArray());
        for (int i = 0; i < below.size(); i++) {
            if (any(below.getJsonObject(i), condition)) {
                return true;
            }
        }
        return false;
    }
}
