/// Port to what rivet remembers between runs: ledger, metrics, journals, schemas, leases.
@NullMarked
package dev.rivet.state;

import org.jspecify.annotations.NullMarked;
