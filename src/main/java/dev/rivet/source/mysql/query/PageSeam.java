package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.Arrays;
import java.util.HexFormat;

/// Where one page ends and the next one begins. A page begins with the row that the one before
/// ended with: that it is the same one, byte by byte, proves that the server took the key for what
/// it is, whatever became of it on its way. Event loop.
final class PageSeam implements KeyTrail {
    /// Characters and bytes; of a longer key, the beginning is shown.
    private static final int SHOWN = 512;

    private final OutOfOrder outOfOrder;
    private final PageKey pageKey;
    private final KeyBytes last;
    private final KeyBytes lastText;
    private boolean known;
    private boolean open;

    PageSeam(Selection.Table table, PageKey pageKey, WireColumn column) {
        this.outOfOrder = new OutOfOrder(table, pageKey);
        this.pageKey = pageKey;
        this.last = new KeyBytes(column);
        this.lastText = new KeyBytes(column);
    }

    @Override
    public void defineAs(WireColumn column) {
        last.defineAs(column);
        lastText.defineAs(column);
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
    public void repeated(RowKey key) {
        if (!last.isAt(key.data(), key.at(), key.length())) {
            throw outOfOrder.because(
                    "the page after %s begins with %s instead of that row"
                            .formatted(shown(), shown(key)));
        }
        open = false;
    }

    @Override
    public void passed(RowKey first, RowKey latest, int rows) {
        if (known && last.isAt(first.data(), first.at(), first.length())) {
            throw outOfOrder.because("%s is followed by %s".formatted(shown(), shown(first)));
        }
        last.copy(latest.data(), latest.at(), latest.length());
        lastText.copy(latest.data(), latest.textAt(), latest.textLength());
        known = true;
    }

    /// The page has ended.
    void end() {
        if (open) {
            throw outOfOrder.because(
                    "the page after %s is empty, that row is not in it".formatted(shown()));
        }
    }

    /// The key of the row that was read last.
    KeyBytes last() {
        return last;
    }

    private String shown() {
        return shown(lastText, last.bytes());
    }

    private String shown(RowKey key) {
        KeyBytes text = lastText.another();
        text.copy(key.data(), key.textAt(), key.textLength());
        return shown(text, Arrays.copyOfRange(key.data(), key.at(), key.at() + key.length()));
    }

    /// A key as text, in which nothing moves a terminal's cursor, and its own bytes.
    private String shown(KeyBytes text, byte[] own) {
        StringBuilder shown = new StringBuilder("'");
        pageKey.display(text)
                .codePoints()
                .limit(SHOWN)
                .map(each -> Character.isISOControl(each) ? '?' : each)
                .forEach(shown::appendCodePoint);
        int count = Math.min(own.length, SHOWN);
        shown.append("' (0x").append(HexFormat.of().withUpperCase().formatHex(own, 0, count));
        return shown.append(count < own.length ? "…)" : ")").toString();
    }
}
