package dev.rivet.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.destination.FileContent;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.local.LocalDestination;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands is a delivery of `orders_3.csv`; files have ten bytes.
class EarlierRunsTest {
    private static final FileKind CSV = new FileKind("csv", "none");

    @TempDir Path folder;

    private static PublishedManifest delivery(String run, String export, String... files) {
        Part[] parts = new Part[files.length];
        for (int i = 0; i < files.length; i++) {
            parts[i] = new Part(i + 1, new FileContent(files[i], 10, "xxh3:0"), 1, null);
        }
        return Receipts.of(new RunId(run), export, CSV, parts);
    }

    private void earlier(String run, String export, String... files) throws IOException {
        Files.write(
                folder.resolve("manifest-" + run + ".json"),
                ManifestCodec.write(delivery(run, export, files).manifest()));
    }

    private void file(String name, int bytes) throws IOException {
        Files.write(folder.resolve(name), new byte[bytes]);
    }

    private void remove() throws IOException {
        var destination = new LocalDestination(folder);
        try (Occupancy place = destination.occupy("a test", Duration.ZERO)) {
            new EarlierRuns(
                            new Publication.Site(destination, place, Standing.at(destination)),
                            delivery("orders_3", "orders", "orders_3.csv"))
                    .remove();
        }
    }

    @Test
    void onlyWhatManifestsOfTheExportNameIsRemoved() throws IOException {
        earlier("orders_1", "orders", "orders_1.csv", "orders_1b.csv");
        earlier("orders_2", "orders", "gone_already.csv");
        earlier("customers_1", "customers", "customers_1.csv");
        earlier("orders_3", "orders", "orders_3.csv");
        for (String name :
                new String[] {
                    "orders_1.csv",
                    "orders_1b.csv",
                    "orders_3.csv",
                    "customers_1.csv",
                    "orders_by_hand.csv"
                }) {
            file(name, 10);
        }
        remove();
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        ".rivet.lock",
                        "orders_3.csv",
                        "manifest-orders_3.json",
                        "customers_1.csv",
                        "manifest-customers_1.json",
                        "orders_by_hand.csv");
    }

    @Test
    void whatIsNoLongerWhatItWasStaysWithItsManifest() throws IOException {
        earlier("orders_1", "orders", "orders_1.csv", "orders_1b.csv");
        file("orders_1.csv", 11);
        file("orders_1b.csv", 10);
        remove();
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(".rivet.lock", "orders_1.csv", "manifest-orders_1.json");
    }

    @Test
    void aManifestThatNamesFilesElsewhereIsRefused() throws IOException {
        Path victim = Files.write(folder.resolveSibling(folder.getFileName() + "-v"), new byte[10]);
        earlier("orders_1", "orders", "../" + victim.getFileName());
        assertThatThrownBy(this::remove).isInstanceOf(RivetException.class);
        assertThat(victim).exists();
        Files.delete(victim);
    }

    @Test
    void whatIsNoManifestIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("manifest-mine.json"), "{}");
        remove();
        assertThat(folder.resolve("manifest-mine.json")).hasContent("{}");
    }
}
