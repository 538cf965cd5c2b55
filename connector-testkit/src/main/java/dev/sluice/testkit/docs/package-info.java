/** Documents that are made from code, and the check that they are up to date. */
@NullMarked
package dev.sluice.testkit.docs;

import org.jspecify.annotations.NullMarked;
