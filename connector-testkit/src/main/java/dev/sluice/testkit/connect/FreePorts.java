package dev.sluice.testkit.connect;

import java.util.List;

/** Where the ports of the processes come from. */
@FunctionalInterface
interface FreePorts {

    /** This many different ports. Somebody else may take one before it is used: a start has to be repeatable. */
    List<Integer> find(int count);
}
