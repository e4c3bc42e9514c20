package dev.rivet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A server's binaries, unpacked once beside their archive and shared by all builds of a machine.
record ServerArchive(Path archive, String prefix, Predicate<String> wanted) {

    /// The folder that the build fetched the archives into.
    static Path folder() {
        return Path.of(property("rivet.test.servers"));
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("system property " + name + " is not set: use Maven");
        }
        return value;
    }

    /// Unpacks into the folder of that name, and prepares it, unless that has been done already.
    /// Other JVMs wait meanwhile.
    Path unpack(String name, Preparation preparation) {
        Path target = folder().resolve(name);
        try (FileChannel lock =
                FileChannel.open(
                        folder().resolve(name + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            try (var held = lock.lock()) {
                Path done = target.resolve("prepared");
                if (held.isValid() && !Files.exists(done)) {
                    FileTree.delete(target);
                    unpackInto(target);
                    preparation.prepare(target);
                    Files.createFile(done);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + archive, e);
        }
        return target;
    }

    private void unpackInto(Path target) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && entry.getName().startsWith(prefix)) {
                    String path = entry.getName().substring(prefix.length());
                    if (wanted.test(path)) {
                        try (InputStream content = zip.getInputStream(entry)) {
                            copy(content, target.resolve(path));
                        }
                    }
                }
            }
        }
    }

    private static void copy(InputStream content, Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        Files.createDirectories(folder);
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        if (folder.endsWith("bin") && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + file);
        }
    }

    /// What is done once after unpacking.
    interface Preparation {
        void prepare(Path home) throws IOException;
    }
}
