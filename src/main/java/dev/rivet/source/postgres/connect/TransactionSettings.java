package dev.rivet.source.postgres.connect;

import dev.rivet.config.Tuning;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What a transaction that reads is set to. `SET LOCAL`: all of it ends with the transaction, so
/// poolers never hand it on, and unlike a `SELECT` of `set_config` it takes no snapshot.
final class TransactionSettings {
    /// How long the server keeps the transaction while rivet's destination stalls.
    private static final Duration MOST_IDLE = Duration.ofHours(1);

    /// The first version that ends transactions for being long.
    private static final int WITH_TRANSACTION_TIMEOUT = 17;

    /// For ranges of pages. Without the first each of them is a scan of all pages; with the second
    /// the server may compile each of them, which takes longer than to read it.
    static final String FOR_RANGES = set("enable_tidscan", "on") + "; " + set("jit", "off");

    private TransactionSettings() {}

    /// Statements, with semicolons between them, in place of what a role or a database may have
    /// set. What a query's words mean (`search_path`, for example) is left to the role, and so are
    /// the rows that it may see, and how it is planned.
    ///
    /// @param serverVersion the major one
    static String of(Tuning tuning, int serverVersion) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("statement_timeout", milliseconds(tuning.statementTimeout()));
        settings.put("lock_timeout", milliseconds(tuning.lockTimeout()));
        settings.put("idle_in_transaction_session_timeout", milliseconds(MOST_IDLE));
        if (serverVersion >= WITH_TRANSACTION_TIMEOUT) {
            settings.put("transaction_timeout", "0");
        }
        settings.put("TimeZone", "'UTC'");
        settings.put("DateStyle", "'ISO, YMD'");
        settings.put("IntervalStyle", "'iso_8601'");
        settings.put("bytea_output", "'hex'");
        settings.put("extra_float_digits", "1");
        // Searches by a GIN index would end after about so many hits, without a word.
        settings.put("gin_fuzzy_search_limit", "0");
        // What the server refuses is looked at, and another way taken.
        settings.put("exit_on_error", "off");
        // Workers would not run: rows are asked for some at a time.
        settings.put("max_parallel_workers_per_gather", "0");
        return settings.entrySet().stream()
                .map(each -> set(each.getKey(), each.getValue()))
                .collect(Collectors.joining("; "));
    }

    static String statementTimeout(Duration longest) {
        return set("statement_timeout", milliseconds(longest));
    }

    static String lockTimeout(Duration longest) {
        return set("lock_timeout", milliseconds(longest));
    }

    /// Text as it is stored: the server would refuse invalid text without naming its column.
    static String bytesAsTheyAre() {
        return set("client_encoding", "'SQL_ASCII'");
    }

    private static String set(String name, String value) {
        return "SET LOCAL " + name + " = " + value;
    }

    private static String milliseconds(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
