package dev.rivet.product;

import static dev.rivet.product.TypeCase.column;

import dev.rivet.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

class PostgresUnrepresentableIT implements UnrepresentableContract {
    private static TypeTable table;

    @BeforeAll
    static void fill() throws Exception {
        List<TypeCase> cases =
                List.of(
                        column("day", "date", "date", PostgresTypes.DATE, FileType.DATE)
                                .holds("'0044-03-15 BC'", "'infinity'"),
                        column("past_day", "date", "date", PostgresTypes.DATE, FileType.DATE)
                                .holds("'2024-02-29'", "'-infinity'"),
                        column(
                                        "stamp",
                                        "timestamp",
                                        "timestamp",
                                        PostgresTypes.TIMESTAMP,
                                        FileType.TIMESTAMP)
                                .holds("'9999-12-31 23:59:59.999999'", "'infinity'"),
                        column(
                                        "far_stamp",
                                        "timestamp",
                                        "timestamp",
                                        PostgresTypes.TIMESTAMP,
                                        FileType.TIMESTAMP)
                                .holds("'1970-01-01'", "'294276-12-31 23:59:59.999999'"),
                        column(
                                        "moment",
                                        "timestamptz",
                                        "timestamptz",
                                        PostgresTypes.INSTANT,
                                        FileType.TIMESTAMP_TZ)
                                .holds("'2024-02-29 12:00+05'", "'-infinity'"),
                        column("clock", "time", "time", PostgresTypes.TIME, FileType.TIME)
                                .holds("'23:59:59.999999'", "'24:00:00'"),
                        column(
                                        "span",
                                        "interval",
                                        "interval",
                                        PostgresTypes.INTERVAL,
                                        FileType.INTERVAL)
                                .holds("'1 day 25:00'", "'infinity'"));
        table = new TypeTable(LiveDatabase.of(PostgresServer.newest()), cases);
        table.fill();
    }

    @Override
    public TypeTable table() {
        return table;
    }

    @Override
    public String text() {
        return PostgresTypes.TEXT;
    }
}
