package dev.rivet.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where the demonstration keeps its configuration and what was exported.
///
/// @param root `target/demo`, relative to the folder of the project
record DemoFolder(Path root) {
    Path configuration() {
        return root.resolve("rivet.yaml");
    }

    Path files() {
        return root.resolve("files");
    }

    Path server() {
        return root.resolve("server");
    }

    /// Removes what an earlier demonstration left, except for its server, which may still run.
    void clear() throws IOException {
        Files.createDirectories(root);
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.filter(each -> !each.equals(server())).toList()) {
                delete(child);
            }
        }
    }

    /// Writes the configuration that exports the shop at this URL.
    void configure(String url) throws IOException {
        Files.writeString(
                configuration(),
                """
                # Written by ./mvnw -Pdemo. Paths are relative to this file.
                source:
                  type: postgres
                  url: %s

                exports:
                  # A whole table; Parquet with zstd is the default.
                  - name: order_items
                    table: order_items
                    format: parquet
                    destination: {type: local, path: files/order_items}

                  - name: orders
                    table: orders
                    format: parquet
                    destination: {type: local, path: files/orders}

                  # Arrays, JSON, bytes and decimals keep their types.
                  - name: products
                    table: products
                    format: parquet
                    destination: {type: local, path: files/products}

                  - name: customers
                    table: customers
                    format: parquet
                    compression: snappy
                    meta_columns: {exported_at: true}
                    destination: {type: local, path: files/customers}

                  # A query of your own, as CSV.
                  - name: payments_by_day
                    query: |
                      SELECT paid_at::date AS day, currency, count(*) AS payments,
                      sum(amount)::numeric(14,2) AS total
                      FROM payments GROUP BY 1, 2 ORDER BY 1, 2
                    format: csv
                    destination: {type: local, path: files/payments_by_day}
                """
                        .formatted(url));
    }

    /// The exported data files, in the order of their names.
    List<Path> exported() throws IOException {
        try (Stream<Path> found = Files.walk(files())) {
            return found.filter(file -> file.toString().matches(".*\\.(parquet|csv)"))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> found = Files.walk(tree)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
