package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where one page ends and the next one begins. A page begins with the row that the one before
/// ended with: that it is the same one, byte by byte, proves that the server took the key for what
/// it is, whatever became of it on its way. Event loop.
final class PageSeam implements KeyTrail {
    /// Characters and bytes; of a longer key, the beginning is shown.
    private static final int SHOWN = 512;

    private final OutOfOrder outOfOrder;
    private final List<PageKey> columns;
    private final List<KeyBytes> last;
    private final List<KeyBytes> lastText;
    private boolean known;
    private boolean open;

    /// @param columns what tells a row from all others
    /// @param described all columns of the selection
    PageSeam(Selection.Table table, List<PageKey> columns, List<WireColumn> described) {
        this.outOfOrder = new OutOfOrder(table, columns);
        this.columns = List.copyOf(columns);
        this.last = places(described);
        this.lastText = places(described);
    }

    private List<KeyBytes> places(List<WireColumn> described) {
        return columns.stream().map(each -> new KeyBytes(described.get(each.position()))).toList();
    }

    @Override
    public List<PageKey> columns() {
        return columns;
    }

    @Override
    public void defineAs(List<WireColumn> running) {
        for (int i = 0; i < columns.size(); i++) {
            last.get(i).defineAs(running.get(i));
            lastText.get(i).defineAs(running.get(i));
        }
    }

    /// A page begins.
    ///
    /// @return how many rows it has to repeat: one, but for the first page
    int begin() {
        open = known;
        return known ? 1 : 0;
    }

    @Override
    public boolean awaitsRepeat() {
        return open;
    }

    @Override
    public void repeated(List<RowKey> key) {
        if (!isLast(key)) {
            throw outOfOrder.because(
                    "the page after %s begins with %s instead of that row"
                            .formatted(shown(), shown(key)));
        }
        open = false;
    }

    @Override
    public void passed(List<RowKey> first, List<RowKey> latest, int rows) {
        if (known && isLast(first)) {
            throw outOfOrder.because("%s is followed by %s".formatted(shown(), shown(first)));
        }
        for (int i = 0; i < columns.size(); i++) {
            last.get(i).copy(latest.get(i));
            lastText.get(i).copy(text(latest.get(i)));
        }
        known = true;
    }

    private boolean isLast(List<RowKey> key) {
        return IntStream.range(0, columns.size()).allMatch(i -> last.get(i).is(key.get(i)));
    }

    /// The page has ended.
    void end() {
        if (open) {
            throw outOfOrder.because(
                    "the page after %s is empty, that row is not in it".formatted(shown()));
        }
    }

    /// The key of the row that was read last.
    List<KeyBytes> last() {
        return last;
    }

    private static RowKey text(RowKey key) {
        return new RowKey(
                key.data(), key.textAt(), key.textLength(), key.textAt(), key.textLength());
    }

    private String shown() {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> shown(i, lastText.get(i), last.get(i).bytes()))
                .collect(Collectors.joining(", "));
    }

    private String shown(List<RowKey> key) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            RowKey each = key.get(i);
            KeyBytes text = lastText.get(i).another();
            text.copy(text(each));
            byte[] own =
                    each.isNull()
                            ? new byte[0]
                            : Arrays.copyOfRange(each.data(), each.at(), each.at() + each.length());
            parts.add(shown(i, text, own));
        }
        return String.join(", ", parts);
    }

    /// A key as text, in which nothing moves a terminal's cursor, and its own bytes.
    private String shown(int column, KeyBytes text, byte[] own) {
        if (text.isNull()) {
            return "NULL";
        }
        StringBuilder shown = new StringBuilder("'");
        columns.get(column)
                .display(text)
                .codePoints()
                .limit(SHOWN)
                .map(each -> Character.isISOControl(each) ? '?' : each)
                .forEach(shown::appendCodePoint);
        int count = Math.min(own.length, SHOWN);
        shown.append("' (0x").append(HexFormat.of().withUpperCase().formatHex(own, 0, count));
        return shown.append(count < own.length ? "…)" : ")").toString();
    }
}
