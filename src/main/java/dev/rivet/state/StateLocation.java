package dev.rivet.state;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Undecodable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the state is kept: a SQLite file.
public record StateLocation(Path file) {
    private static final String DEFAULT_NAME = ".rivet_state.db";
    private static final String SCHEME = "sqlite:";
    private static final Pattern NETWORK =
            Pattern.compile(
                    "nfs\\d?|cifs|smb\\w*|9p|ceph|lustre|gpfs|beegfs|afs|ncpfs|acfs|glusterfs"
                            + "|fuse\\.(sshfs|glusterfs|ceph-fuse|s3fs|gcsfuse|rclone|blobfuse2?"
                            + "|mount-s3|juicefs|davfs2?)|davfs");

    /// The file beside the configuration, unless a URL names another one.
    ///
    /// @param configFolder what a relative path starts from
    /// @param url the value of `RIVET_STATE_URL`; null or blank when it is not set
    /// @throws dev.rivet.diag.RivetException `STATE_URL_SCHEME_UNSUPPORTED`
    public static StateLocation of(Path configFolder, @Nullable String url) {
        if (url == null || url.isBlank()) {
            return new StateLocation(configFolder.resolve(DEFAULT_NAME));
        }
        if (Undecodable.isIn(url)) {
            throw unusable("RIVET_STATE_URL is not UTF-8.");
        }
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unsupported(scheme(url));
        }
        return new StateLocation(configFolder.resolve(path(url.substring(SCHEME.length()))));
    }

    /// The kind of network file system that it is on, where SQLite's locks and its write-ahead log
    /// do not work. Empty where it is on none, or that cannot be told.
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
                    .filter(StateLocation::isOfNetwork);
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

    /// Accepts `dir/file`, `/dir/file` and `///dir/file`; `//host/file` is nothing that exists.
    private static Path path(String text) {
        boolean host = text.startsWith("//") && !text.startsWith("///");
        if (text.isBlank() || host) {
            throw unusable("RIVET_STATE_URL names no file.");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw unusable("RIVET_STATE_URL names no file: " + e.getReason() + ".");
        }
    }

    /// Nothing but the scheme may be shown: the rest can hold a password.
    private static String scheme(String url) {
        int end = url.indexOf(':');
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        return scheme.matches("[a-z][a-z0-9+.-]*") ? scheme : "";
    }

    private static RuntimeException unsupported(String scheme) {
        if (scheme.startsWith("postgres")) {
            return unusable("State in PostgreSQL is not available in this version.");
        }
        return unusable(
                scheme.isEmpty()
                        ? "RIVET_STATE_URL has no scheme."
                        : "RIVET_STATE_URL has the unknown scheme '" + scheme + "'.");
    }

    private static RuntimeException unusable(String message) {
        return Diagnostic.of(Code.STATE_URL_SCHEME_UNSUPPORTED, message).toException();
    }
}
