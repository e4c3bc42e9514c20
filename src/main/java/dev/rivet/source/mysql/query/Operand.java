package dev.rivet.source.mysql.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A piece of SQL and what fills its parameters.
public record Operand(String sql, List<Object> values) {
    /// A value that is not there.
    static final Operand NULL = of("NULL");

    public Operand {
        values = List.copyOf(values);
    }

    static Operand of(String sql, Object... values) {
        return new Operand(sql, List.of(values));
    }

    static Operand of(String before, Operand value) {
        return new Operand(before + value.sql(), value.values());
    }

    static Operand joined(String word, List<Operand> parts) {
        String sql = parts.stream().map(Operand::sql).collect(Collectors.joining(word, "(", ")"));
        List<Object> values = new ArrayList<>();
        parts.forEach(each -> values.addAll(each.values()));
        return new Operand(sql, values);
    }

    boolean isNull() {
        return this.equals(NULL);
    }
}
