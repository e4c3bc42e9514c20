/// Port to where files go: stage, commit, discard.
@NullMarked
package dev.rivet.destination;

import org.jspecify.annotations.NullMarked;
