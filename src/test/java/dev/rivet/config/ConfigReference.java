package dev.rivet.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The configuration reference, made from the table of keys.
final class ConfigReference {
    private static final String INTRODUCTION =
            """
            # Configuration reference

            <!-- Written by ConfigReferenceTest from the table of keys: change the table, then run
            ./mvnw -Dquick test -Dtest=ConfigReferenceTest -Drivet.docs.write=true -->

            A configuration is one YAML file in UTF-8, named with `-c`. A small one:

            ```yaml
            source:
              type: postgres
              url_env: DATABASE_URL

            exports:
              - name: orders
                table: public.orders
                format: parquet
                destination: {type: local, path: "output/{export}/{date}"}
            ```

            One that uses more of it:

            ```yaml
            source:
              type: mysql
              host: db.example.com
              user: reader
              database: shop
              password_env: SHOP_PASSWORD
              environment: replica
              tls: {mode: verify-full}
              tuning: {statement_timeout_s: 60}

            exports:
              - name: orders
                query: |
                  SELECT id, customer_id, total, placed_at
                  FROM orders
                  WHERE placed_at >= '${SINCE}'
                format: parquet
                compression: zstd
                compression_level: 9
                parquet: {target_row_group_mb: 64}
                max_file_size: 1GB
                columns: {total: "decimal(18,2)"}
                meta_columns: {exported_at: true, row_hash: true}
                tuning: {profile: safe}
                destination: {type: local, path: output/orders}

              - name: customers
                table: customers
                format: csv
                skip_empty: true
                on_unrepresentable: null
                destination: {type: local, path: output/customers}
            ```

            ## What holds everywhere

            * Unknown keys are errors, and so are keys that are listed below as *not in this
              version*: nothing is ignored. All problems of a file are reported at once, each with
              line, column and path of the key. A key with nothing after its colon counts as not
              written.
            * **Variables.** `${NAME}` is replaced by the parameter of that name (`--param
              NAME=value`), else by the environment variable, in every value and in query files. A
              variable that has no value is an error; `${}` is nothing. What is filled in is always
              one value or a part of one, whatever characters it contains: it needs no quoting and
              can not add keys or lists. Parameters that nothing uses are warned about.
              Parameters, environment and paths are UTF-8 whatever the locale is; what is not
              UTF-8 is refused, and the character U+FFFD, into which it turns, with it.
            * **Queries** over several lines are literal blocks, `query: |`. Written otherwise, YAML
              makes one line of them, and one that holds a `--` comment, or in MySQL a `#`, is
              refused.
            * **Paths** are relative to the folder of the configuration.
            * **Sizes** such as `256MB` take B, KB, MB or GB in any letter case, in powers of 1,024,
              with fractions. Keys that end in `_mb` count megabytes of 1,048,576 bytes.
            * **Secrets** belong into the environment or a file (`url_env`, `url_file`,
              `password_env`, or `${NAME}`); in plain text they are warned about.
            """;

    private static final String SOURCE_NOTES =
            """

            Say how to connect in exactly one way: `url`, `url_env`, `url_file`, or `host` + `user`
            + `database` with `port`, `password` or `password_env` as needed. A URL begins with
            `postgres://` or `postgresql://`, or with `mysql://` or `mariadb://`; user, password and
            database in it are percent-encoded. A PostgreSQL URL without database means the database
            that is named like the user. Options after `?` are obeyed where they protect the
            connection, accepted where they are harmless, and refused otherwise, as
            [this table](../how-to/secrets-and-tls.md#options-of-a-url) has it; a `tls` block wins
            over them.
            """;

    private static final String TLS_NOTES =
            """

            Without `tls` (and without the URL's option) only this machine is connected to:
            `localhost`, `127.0.0.0/8`, `::1`. Any other host is refused; write `tls: {mode:
            verify-full}`, or `tls: {mode: disable}` where the network is trusted, which is warned
            about.
            """;

    private static final String TUNING_NOTES =
            """

            An export's keys win over the source's, those win over the profile's, key by key. The
            profile is the export's, else the source's, else that of `source.environment`, else
            `balanced`. A batch is one fetch that is handed on; it ends at its rows or at its bytes,
            whichever comes first.
            """;

    private static final String EXPORT_NOTES =
            """

            Say what to read with exactly one of `table`, `query`, `query_file`. Keys that have no
            effect beside others are refused: compression and `parquet` with `format: csv`,
            `max_file_size` with `stdout`, a level for a codec without levels. Give each export a
            folder of its own: a folder has one manifest.
            """;

    private static final Map<String, String> NOTES =
            Map.of(
                    "exports[]", EXPORT_NOTES,
                    "source", SOURCE_NOTES,
                    "source.tls", TLS_NOTES,
                    "source.tuning", TUNING_NOTES + profiles());

    private ConfigReference() {}

    /// The whole page.
    static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        blocks().forEach((home, block) -> section(page, home, block));
        columnTypes(page);
        return page.toString();
    }

    private static Map<String, Shape.Block> blocks() {
        Map<String, Shape.Block> blocks = new LinkedHashMap<>();
        blocks.put("", ConfigKeys.ROOT);
        KeyPaths.all()
                .filter(entry -> entry.key().available())
                .filter(entry -> !entry.path().equals("exports[].tuning"))
                .forEach(
                        entry -> {
                            if (entry.key().shape() instanceof Shape.Block block) {
                                blocks.put(entry.path(), block);
                            } else if (entry.key().shape() instanceof Shape.Blocks(var each)) {
                                blocks.put(entry.path() + "[]", each);
                            }
                        });
        return blocks;
    }

    private static void section(StringBuilder page, String home, Shape.Block block) {
        page.append("\n## ").append(home.isEmpty() ? "Top level" : "`" + home + "`").append('\n');
        page.append(NOTES.getOrDefault(home, ""));
        page.append("\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
        block.keys().stream().filter(ConfigKey::available).forEach(key -> row(page, key));
        String later =
                block.keys().stream()
                        .filter(key -> !key.available())
                        .map(key -> "`" + key.name() + "`")
                        .collect(Collectors.joining(", "));
        if (!later.isEmpty()) {
            page.append("\nNot in this version: ").append(later).append(".\n");
        }
    }

    private static void row(StringBuilder page, ConfigKey key) {
        page.append("| `").append(key.name()).append("` | ").append(value(key.shape()));
        page.append(" | ").append(fallback(key)).append(" | ").append(key.doc()).append(" |\n");
    }

    private static String fallback(ConfigKey key) {
        return key.whenMissing().isPresent()
                ? "required"
                : key.valueWhenAbsent().map(value -> "`" + value + "`").orElse("");
    }

    private static String value(Shape shape) {
        return switch (shape) {
            case Shape.Choice choice -> words(choice);
            case Shape.Whole(long min, long max) ->
                    max >= Integer.MAX_VALUE
                            ? "whole number from " + min
                            : String.format(Locale.ROOT, "whole number, %,d to %,d", min, max);
            case Shape.WordOrWhole(String word, long min, long max) ->
                    "`" + word + "`, or " + value(new Shape.Whole(min, max));
            case Shape.Block _ -> "map";
            case Shape.Blocks _ -> "list of maps";
            case Shape.ByName(Shape.ColumnType()) -> "map of column to type";
            case Shape.Text(),
                    Shape.Confidential(),
                    Shape.Fraction(_, _),
                    Shape.Flag(),
                    Shape.Size(),
                    Shape.ColumnType(),
                    Shape.Texts(),
                    Shape.FlagOrTexts(),
                    Shape.TextOrTexts(),
                    Shape.ByName(_) ->
                    Shapes.inWords(shape);
        };
    }

    private static String words(Shape.Choice choice) {
        String later =
                choice.options().stream()
                        .filter(option -> option.availability() == Availability.NOT_YET)
                        .map(option -> "`" + option.word() + "`")
                        .collect(Collectors.joining(", "));
        String now =
                choice.available().stream()
                        .map(word -> "`" + word + "`")
                        .collect(Collectors.joining(", "));
        return later.isEmpty() ? now : now + "; not in this version: " + later;
    }

    private static String profiles() {
        StringBuilder table =
                new StringBuilder(
                        """

                        | Profile | `batch_size` | bytes of a batch | `throttle_ms` | \
                        `statement_timeout_s` | `lock_timeout_s` | `parallel` | \
                        `max_retries` | `retry_backoff_ms` |
                        |---|---|---|---|---|---|---|---|---|
                        """);
        for (Profile profile : Profile.values()) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| `%s` | %,d | %d MB | %d | %d | %d | %d | %d | %,d |\n",
                            profile.label(),
                            profile.batchRows(),
                            profile.batchMegabytes(),
                            profile.throttle().toMillis(),
                            profile.statementTimeout().toSeconds(),
                            profile.lockTimeout().toSeconds(),
                            profile.parallel(),
                            profile.retries().most(),
                            profile.retries().backoff().toMillis()));
        }
        return table.toString();
    }

    private static void columnTypes(StringBuilder page) {
        page.append("\n## Column types\n\nUnder `columns`, in any letter case; names that are");
        page.append(" joined by `\\|` mean the same:\n\n");
        for (String type : List.of(ColumnTypes.NAMES.split(", "))) {
            page.append("* `").append(type.replace("|", "` \\| `")).append("`\n");
        }
        page.append(
                """

                In `decimal(p,s)`, `p` is 1 to 76 and `s` at most `p`; both are needed. `table.column`
                as a name is for that table only and wins over the bare name. Names are spelled as in
                the source, letter case included.
                """);
    }
}
