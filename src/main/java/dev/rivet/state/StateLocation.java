package dev.rivet.state;

import dev.rivet.config.Tls;
import dev.rivet.diag.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the state is kept.
public sealed interface StateLocation {
    /// The file beside the configuration, unless a URL names another one, or a database.
    ///
    /// @param configFolder what a relative path starts from
    /// @param url the value of `RIVET_STATE_URL`; null or blank when it is not set
    /// @throws dev.rivet.diag.RivetException `STATE_URL_*`
    static StateLocation of(Path configFolder, @Nullable String url) {
        return url == null || url.isBlank()
                ? besides(configFolder)
                : new StateUrl("RIVET_STATE_URL", configFolder).parse(url);
    }

    /// The one that a URL names.
    ///
    /// @param name of the setting that holds the URL, for people
    /// @throws dev.rivet.diag.RivetException `STATE_URL_*`
    static StateLocation named(String name, Path configFolder, String url) {
        return new StateUrl(name, configFolder).parse(url);
    }

    /// Where it is when nothing else is said.
    static SqliteFile besides(Path configFolder) {
        return new SqliteFile(configFolder.resolve(".rivet_state.db"));
    }

    /// For people: without secrets.
    String words();

    /// A SQLite file.
    record SqliteFile(Path file) implements StateLocation {
        private static final Pattern NETWORK =
                Pattern.compile(
                        "nfs\\d?|cifs|smb\\w*|9p|ceph|lustre|gpfs|beegfs|afs|ncpfs|acfs|glusterfs"
                                + "|fuse\\.(sshfs|glusterfs|ceph-fuse|s3fs|gcsfuse|rclone|blobfuse2?"
                                + "|mount-s3|juicefs|davfs2?)|davfs");

        @Override
        public String words() {
            return file.toString();
        }

        /// The kind of network file system that it is on, where SQLite's locks and its write-ahead
        /// log do not work. Empty where it is on none, or that cannot be told.
        public Optional<String> networkFileSystem() {
            Path existing = file;
            while (!Files.exists(existing)) {
                Path parent = existing.getParent();
                if (parent == null) {
                    return Optional.empty();
                }
                existing = parent;
            }
            try {
                return Optional.of(Files.getFileStore(existing).type())
                        .filter(SqliteFile::isOfNetwork);
            } catch (IOException unknown) {
                return Optional.empty();
            }
        }

        /// Whether it reaches other machines.
        ///
        /// @param type of a file system, as `/proc/mounts` has it
        static boolean isOfNetwork(String type) {
            return NETWORK.matcher(type).matches();
        }
    }

    /// A schema of a PostgreSQL database, which it may share with others.
    ///
    /// @param password empty where none is needed
    /// @param searchPath what the schema is looked up in; empty for the role's own
    record Postgres(
            String host,
            int port,
            String database,
            String user,
            Secret password,
            Tls tls,
            String searchPath)
            implements StateLocation {
        @Override
        public String words() {
            String address = host.contains(":") ? "[" + host + "]" : host;
            return "postgresql://" + user + "@" + address + ":" + port + "/" + database;
        }
    }
}
