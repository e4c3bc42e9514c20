/// Files on a local disk: temporary sibling, fsync, rename.
@NullMarked
package dev.rivet.destination.local;

import org.jspecify.annotations.NullMarked;
