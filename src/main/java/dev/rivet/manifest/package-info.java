/// What has been published: parts, manifest.json and the _SUCCESS marker.
@NullMarked
package dev.rivet.manifest;

import org.jspecify.annotations.NullMarked;
