package dev.rivet.app;

import dev.rivet.config.Compression;
import dev.rivet.config.Compression.Codec;
import dev.rivet.encode.parquet.CodecRoundTrip;
import dev.rivet.state.StateStore;
import dev.rivet.state.jdbc.JdbcStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Tries each library that rivet carries on the machine it runs on.
final class SelfTest {
    private static final String FOLDER_PROPERTY = "java.io.tmpdir";
    private static final String OTHER_FOLDER =
            "Name another temporary folder: `rivet -D%s=FOLDER ...`, or RIVET_JAVA_OPTS=-D%<s=FOLDER"
                            .formatted(FOLDER_PROPERTY)
                    + " with the Java form.";
    private static final String LIBRARY_ADVICE =
            "A native library is unpacked in the temporary folder and loaded from there, so it"
                    + " must be writable and not mounted noexec. "
                    + OTHER_FOLDER;

    private final StoreChecks stores;
    private final List<Check> checks = new ArrayList<>();

    /// What a check does.
    @FunctionalInterface
    interface Attempt {
        /// What was done, for people.
        String make() throws Exception;
    }

    /// A self-test of the machine it is run on.
    SelfTest(Map<String, String> environment) {
        this.stores = new StoreChecks(environment);
    }

    List<Check> run(SelfTestRequest request) {
        attempt("temporary folder", LIBRARY_ADVICE, SelfTest::temporaryFolder);
        for (Codec codec : EnumSet.complementOf(EnumSet.of(Codec.NONE))) {
            attempt("parquet " + codec.label(), LIBRARY_ADVICE, () -> parquet(codec));
        }
        attempt("sqlite", LIBRARY_ADVICE, SelfTest::sqlite);
        attempt("tls", "Report this: certificates are part of rivet.", TlsCheck::make);
        attempt("s3", StoreChecks.ADVICE, () -> stores.s3(request.s3()));
        attempt("gcs", StoreChecks.ADVICE, () -> stores.gcs(request.gcs()));
        return List.copyOf(checks);
    }

    /// Whatever goes wrong is what the check has found; broken libraries throw errors.
    private void attempt(String name, String advice, Attempt attempt) {
        try {
            checks.add(new Check(name, new Check.Passed(), attempt.make()));
        } catch (Exception | LinkageError failure) {
            checks.add(new Check(name, new Check.Failed(advice), reason(failure)));
        }
    }

    /// On one line.
    private static String reason(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String temporaryFolder() throws IOException {
        return inFolder(
                folder -> {
                    Path program =
                            Files.createFile(
                                    folder.resolve("program"),
                                    PosixFilePermissions.asFileAttribute(
                                            PosixFilePermissions.fromString("rwx------")));
                    if (!Files.isExecutable(program)) {
                        throw new IOException(
                                folder.getParent() + " does not allow programs: mounted noexec?");
                    }
                    return folder.getParent() + " is writable and allows programs";
                });
    }

    private static String parquet(Codec codec) throws IOException {
        int level =
                switch (codec) {
                    case ZSTD -> 1;
                    case GZIP -> Compression.GZIP_DEFAULT_LEVEL;
                    case SNAPPY, LZ4, NONE -> 0;
                };
        CodecRoundTrip.run(new Compression(codec, level));
        return String.format(
                Locale.ROOT, "%,d bytes compressed and restored", CodecRoundTrip.BYTES);
    }

    private static String sqlite() throws IOException {
        return inFolder(
                folder -> {
                    Path file = folder.resolve("state.db");
                    for (int opened = 0; opened < 2; opened++) {
                        try (StateStore state = JdbcStateStore.open(file)) {
                            state.runs().latest(Set.of("self-test"), 1);
                        }
                    }
                    return "a state database was created, closed and read again";
                });
    }

    /// Work on a folder that exists as long as the work.
    private interface InFolder {
        String work(Path folder) throws IOException;
    }

    private static String inFolder(InFolder work) throws IOException {
        Path folder = Files.createTempDirectory("rivet-self-test-");
        try {
            return work.work(folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
