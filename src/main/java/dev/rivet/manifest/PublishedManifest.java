package dev.rivet.manifest;

/// Receipt: readers know which parts count. Only this package makes one.
public final class PublishedManifest {
    private final Manifest manifest;

    PublishedManifest(Manifest manifest) {
        this.manifest = manifest;
    }

    public Manifest manifest() {
        return manifest;
    }
}
