/// What README and `docs` say, held against the product.
@NullMarked
package dev.rivet.docs;

import org.jspecify.annotations.NullMarked;
