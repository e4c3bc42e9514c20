package dev.rivet.config;

import static dev.rivet.config.ConfigKey.key;
import static dev.rivet.config.ConfigKey.later;
import static dev.rivet.config.Shape.block;
import static dev.rivet.config.Shape.choice;
import static dev.rivet.config.Shape.confidential;
import static dev.rivet.config.Shape.flag;
import static dev.rivet.config.Shape.text;
import static dev.rivet.config.Shape.whole;

import dev.rivet.config.Shape.Block;
import dev.rivet.config.Shape.Blocks;
import dev.rivet.config.Shape.Texts;
import dev.rivet.diag.Code;

/// The table of all keys of `rivet.yaml`, those of later versions included. Parser, JSON Schema
/// and reference are made from it.
final class ConfigKeys {
    private static final Block TLS =
            block(
                    key(
                            "mode",
                            choice("disable", "require", "verify-ca", "verify-full"),
                            "`require` encrypts only, `verify-ca` checks the certificate's chain,"
                                    + " `verify-full` the host name too."
                                    + " Default `verify-full` when the block is present."),
                    key("ca_file", text(), "PEM file of trusted authorities."),
                    key(
                                    "accept_invalid_certs",
                                    flag(),
                                    "Encrypt without checking the certificate; only without"
                                            + " `mode`.")
                            .or("false"),
                    key(
                                    "accept_invalid_hostnames",
                                    flag(),
                                    "Check the certificate's chain but not its host name; only"
                                            + " without `mode`.")
                            .or("false"));

    private static final Block SOURCE =
            block(
                            key(
                                            "type",
                                            Shape.later(
                                                    choice("postgres", "mysql"), "mssql", "mongo"),
                                            "The engine; `mysql` is for MariaDB too.")
                                    .required("Add `type: postgres` or `type: mysql`."),
                            key(
                                    "url",
                                    confidential(),
                                    "`scheme://user:password@host:port/database`, special"
                                            + " characters percent-encoded."),
                            key("url_env", text(), "Environment variable that holds the URL."),
                            key(
                                    "url_file",
                                    text(),
                                    "File that holds the URL, trimmed; relative to this file."),
                            key("host", text(), "Host name or address."),
                            key(
                                    "port",
                                    whole(1, 65_535),
                                    "Port. Default 5432 for PostgreSQL, 3306 for MySQL."),
                            key("user", text(), "User name."),
                            key("database", text(), "Database name."),
                            key(
                                    "password",
                                    confidential(),
                                    "Password in plain text, which is warned about."),
                            key(
                                    "password_env",
                                    text(),
                                    "Environment variable that holds the password."),
                            key(
                                    "environment",
                                    choice("local", "replica", "production"),
                                    "What the database is, for the default profile: `local` is"
                                            + " `fast`, the others are `balanced`."),
                            key("tls", TLS, "How the connection is protected."),
                            key(
                                    "tuning",
                                    SharedKeys.TUNING,
                                    "How hard to press it; exports may amend."),
                            key(
                                    "on_unrepresentable",
                                    SharedKeys.ON_UNREPRESENTABLE,
                                    "What becomes of values that the target type has no place"
                                            + " for, such as `infinity`: write NULL, make the"
                                            + " column text, or stop. Default: NULL for MySQL"
                                            + " zero dates, `fail` for the rest."),
                            later("mongo", block(), "Settings of the `mongo` engine."))
                    .exactlyOneOf("url", "url_env", "url_file", "host");

    private static final Block SLACK =
            block(
                    later("webhook_url", confidential(), "Where to post."),
                    later("webhook_url_env", text(), "Environment variable that holds it."),
                    later(
                            "on",
                            new Texts(),
                            "Which of `failure`, `schema_change`, `degraded` are posted."));

    private static final Block LOAD =
            block(
                    later("target", choice("bigquery", "snowflake"), "The warehouse."),
                    later("project", text(), "BigQuery project."),
                    later("dataset", text(), "BigQuery dataset."),
                    later("connection", text(), "Snowflake connection."),
                    later("warehouse", text(), "Snowflake warehouse."),
                    later("database", text(), "Snowflake database."),
                    later("schema", text(), "Snowflake schema."),
                    later("storage_integration", text(), "Snowflake storage integration."),
                    later("pk", new Texts(), "Key columns."),
                    later("cleanup_source", flag(), "Remove the files after a load."),
                    later("gc_orphans", flag(), "Remove files that no manifest names."),
                    later("allow_source_drift", flag(), "Load although the source has changed."),
                    later("cluster_by", new Texts(), "Clustering columns."));

    /// The whole file.
    static final Block ROOT =
            block(
                    key("source", SOURCE, "The database to read from.")
                            .required(
                                    "Add a `source:` block with `type:` and one of `url_env:`,"
                                            + " `url_file:`, `url:`, or `host:` + `user:` +"
                                            + " `database:`."),
                    key(
                                    "exports",
                                    new Blocks(ExportKeys.EXPORT),
                                    "What to export, at least one entry.")
                            .required(
                                    Code.CONFIG_NO_EXPORTS,
                                    "Add `exports:` with at least one entry: `name:`, `table:`,"
                                            + " `format:` and `destination:`."),
                    later(
                            "notifications",
                            block(later("slack", SLACK, "Messages to a Slack channel.")),
                            "Who is told about a run."),
                    later("parallel_exports", flag(), "Run exports side by side as threads."),
                    later(
                            "parallel_export_processes",
                            flag(),
                            "Run exports side by side as processes."),
                    later("load", LOAD, "Load what was exported into a warehouse."));

    private ConfigKeys() {}
}
