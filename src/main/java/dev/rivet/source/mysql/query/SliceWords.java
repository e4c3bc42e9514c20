package dev.rivet.source.mysql.query;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.Slice;
import java.util.Optional;
import java.util.stream.Collectors;

/// Slices and their ways, for people.
public final class SliceWords {
    private static final int SHOWN = 60;

    private SliceWords() {}

    /// `key ranges of id within (1, 100], 2 connections, one snapshot`.
    public static String of(MySqlPlan plan, Slice slice, SlicePath path) {
        ReadPath read = plan.readPath();
        return switch (path) {
            case SlicePath.Whole whole -> plan.path();
            case SlicePath.Nothing nothing -> "nothing to read" + where(slice);
            case SlicePath.Ranges ranges ->
                    ranges.filter().isEmpty()
                            ? read.shared("key ranges of " + within(slice))
                            : read.shared("key ranges by " + ranges.key().column() + where(slice));
            case SlicePath.Indexed indexed ->
                    "pages of " + name(slice) + "'s index" + edges(slice) + ", one snapshot";
            case SlicePath.Sifted sifted ->
                    "key pages by "
                            + sifted.order().keys().stream()
                                    .map(PageKey::column)
                                    .collect(Collectors.joining(", "))
                            + where(slice)
                            + ", one snapshot";
            case SlicePath.Filtered filtered -> "stream, one statement" + where(slice);
        };
    }

    private static String where(Slice slice) {
        return slice instanceof Slice.Everything ? "" : " where " + within(slice);
    }

    private static String within(Slice slice) {
        return name(slice) + edges(slice);
    }

    private static String name(Slice slice) {
        return key(slice).map(Key::display).orElse("all");
    }

    private static Optional<Key> key(Slice slice) {
        return switch (slice) {
            case Slice.Everything all -> Optional.empty();
            case Slice.Between between -> Optional.of(between.key());
            case Slice.WithoutKey none -> Optional.of(none.key());
        };
    }

    private static String edges(Slice slice) {
        return switch (slice) {
            case Slice.Everything all -> "";
            case Slice.WithoutKey none -> " is NULL";
            case Slice.Between between ->
                    " within "
                            + between.lower()
                                    .map(edge -> (edge.isIncluded() ? "[" : "(") + shown(edge))
                                    .orElse("(…")
                            + ", "
                            + between.upper()
                                    .map(edge -> shown(edge) + (edge.isIncluded() ? "]" : ")"))
                                    .orElse("…)");
        };
    }

    /// In which nothing moves a terminal's cursor.
    private static String shown(Edge edge) {
        StringBuilder shown = new StringBuilder();
        String text = edge.value().display();
        text.codePoints()
                .limit(SHOWN)
                .map(each -> Character.isISOControl(each) ? '?' : each)
                .forEach(shown::appendCodePoint);
        return shown + (text.codePointCount(0, text.length()) > SHOWN ? "…" : "");
    }
}
