/** An emulator of what gives out temporary credentials: the Security Token Service and a machine's metadata service. */
@NullMarked
package dev.sluice.testkit.sts;

import org.jspecify.annotations.NullMarked;
