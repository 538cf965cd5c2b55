package dev.sluice.testkit.connect;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class and ends the process as soon as its standard input ends. That input is a pipe held by the
 * parent, so the operating system closes it even if the parent is killed with -9: no broker is ever left behind.
 *
 * <p>This class is copied alone next to the data of the cluster and depends on the JDK only, so that nothing else of the
 * test kit is on the class path of a broker or worker.
 */
final class ParentWatch {

    private ParentWatch() {}

    /** Takes the name of the main class to run, then its arguments. */
    public static void main(String[] args) throws Throwable {
        Thread watch = new Thread(ParentWatch::haltWhenInputEnds, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void haltWhenInputEnds() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing; whatever comes is not for us.
            }
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        // Not exit: shutdown hooks of a broker or worker may wait for peers that are gone with the parent.
        Runtime.getRuntime().halt(143);
    }
}
