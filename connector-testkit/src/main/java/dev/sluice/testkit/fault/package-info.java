/** What may go wrong with a call to an emulated service, and when. */
@NullMarked
package dev.sluice.testkit.fault;

import org.jspecify.annotations.NullMarked;
