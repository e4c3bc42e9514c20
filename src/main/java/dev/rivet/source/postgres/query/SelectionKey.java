package dev.rivet.source.postgres.query;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.postgres.type.Identifiers;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A key of a selection, as the server knows it: with [RowKey] the one place where slices become
/// SQL. Everything in it is qualified, and every value is a literal of a known type: nothing that a
/// role has set decides what it means.
///
/// A key that is not finite (`NaN`, `infinity`) has no place among the others, as NULL has none.
///
/// @param from the selection, as it stands behind `FROM`
/// @param comparison how it is compared
/// @param limits beyond all finite keys
/// @param nullable whether the catalog allows NULL
public record SelectionKey(
        Key key, String from, KeyType type, Comparison comparison, Limits limits, boolean nullable)
        implements OrderedKey {
    /// For the text of a key in a result.
    public static final String TEXT_NAME = "_rivet_key";

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    /// How a key is compared with a literal.
    ///
    /// @param type to which the literal is cast; null where the server finds it
    /// @param operators their schema, quoted
    /// @param both whether the key is cast, too: an enum's domain is none
    public record Comparison(@Nullable String type, String operators, boolean both) {}

    /// Values that no finite key reaches, as the server writes them; null where every key is
    /// finite on that side.
    public record Limits(@Nullable String below, @Nullable String above) {
        static final Limits NONE = new Limits(null, null);

        /// Those of a type.
        ///
        /// @param serverVersion the major one: numbers are infinite since 14
        public static Limits of(KeyType type, int serverVersion) {
            return switch (type) {
                case FLOAT, DATE, TIMESTAMP, INSTANT -> new Limits("-infinity", "infinity");
                case DECIMAL ->
                        serverVersion < 14
                                ? new Limits(null, "NaN")
                                : new Limits("-infinity", "infinity");
                case INTEGER, TEXT, UUID, BINARY, ROW -> NONE;
            };
        }

        boolean areNone() {
            return below == null && above == null;
        }
    }

    /// A query as it stands behind `FROM`; it may end with a comment.
    public static String fromQuery(String sql) {
        return "(" + sql + "\n) AS _rivet";
    }

    /// The key of a row.
    public String expression() {
        return expression(key);
    }

    /// The key of a row, whatever its type.
    public static String expression(Key key) {
        String columns =
                key.columns().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
        return key.columns().size() == 1 ? columns : "COALESCE(" + columns + ")";
    }

    @Override
    public String text() {
        return text(expression());
    }

    /// The same of another expression of its type.
    public String text(String expression) {
        return type == KeyType.BINARY
                ? "pg_catalog.encode(" + expression + ", 'hex')"
                : "(" + expression + ")::pg_catalog.text";
    }

    @Override
    public String sorted(String direction) {
        return expression() + " " + direction;
    }

    @Override
    public KeyValue value(String written) {
        return KeyForms.value(type, written);
    }

    /// A key as a literal.
    ///
    /// @throws IllegalArgumentException when it is of another type than the column
    public String literal(KeyValue value) {
        if (value.type() != type) {
            throw new IllegalArgumentException(
                    "%s is a key of type %s, not %s"
                            .formatted(key.display(), type.label(), value.type().label()));
        }
        return literal(KeyForms.written(value));
    }

    private String literal(String written) {
        if (written.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no text of a server's has a zero byte");
        }
        String text = Identifiers.literal(written).strip();
        return text + cast();
    }

    /// `<key> <operator> <literal>`.
    ///
    /// @param operator one of `< <= = > >=`
    public String compared(String operator, KeyValue value) {
        return compared(operator, literal(value));
    }

    private String compared(String operator, String literal) {
        return "%s OPERATOR(%s.%s) %s"
                .formatted(compared(), comparison.operators(), operator, literal);
    }

    /// The key of a row as one side of a comparison.
    String compared() {
        return expression() + (comparison.both() ? cast() : "");
    }

    private String cast() {
        return comparison.type() == null ? "" : "::" + comparison.type();
    }

    @Override
    public String condition(Slice slice) {
        return switch (slice) {
            case Slice.Everything _ -> "true";
            case Slice.WithoutKey _ -> without();
            case Slice.Between(Key _, Edge from, Edge to) -> between(from, to);
        };
    }

    @Override
    public String without() {
        List<String> ways = new ArrayList<>();
        ways.add(expression() + " IS NULL");
        if (limits.below() != null) {
            ways.add(compared("<=", literal(limits.below())));
        }
        if (limits.above() != null) {
            ways.add(compared(">=", literal(limits.above())));
        }
        return String.join(" OR ", ways);
    }

    @Override
    public boolean mayBeWithout() {
        return nullable || !limits.areNone();
    }

    private String between(@Nullable Edge from, @Nullable Edge to) {
        if (isBeyond(from, 1) || isBeyond(to, -1)) {
            return "false";
        }
        List<String> conditions = new ArrayList<>();
        if (from != null && !isBeyond(from, -1)) {
            conditions.add(compared(from.isIncluded() ? ">=" : ">", from.value()));
        } else if (limits.below() != null) {
            conditions.add(compared(">", literal(limits.below())));
        }
        if (to != null && !isBeyond(to, 1)) {
            conditions.add(compared(to.isIncluded() ? "<=" : "<", to.value()));
        } else if (limits.above() != null) {
            conditions.add(compared("<", literal(limits.above())));
        }
        return conditions.isEmpty()
                ? expression() + " IS NOT NULL"
                : String.join(" AND ", conditions);
    }

    /// Whether an edge lies where no integer of the server's can be.
    ///
    /// @param direction 1 for above all of them, -1 for below
    private boolean isBeyond(@Nullable Edge edge, int direction) {
        if (edge == null || type != KeyType.INTEGER) {
            return false;
        }
        var value = new BigInteger(edge.value().text());
        return direction > 0 ? value.compareTo(MOST) > 0 : value.compareTo(LEAST) < 0;
    }
}
