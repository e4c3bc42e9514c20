/// The demonstration behind `./mvnw -Pdemo`: a small shop, exported by the built product. It is
/// development tooling; nothing of it is in what is released.
@NullMarked
package dev.rivet.demo;

import org.jspecify.annotations.NullMarked;
