/// Tests of the build: the package map, sizes, the launcher.
@NullMarked
package dev.rivet;

import org.jspecify.annotations.NullMarked;
