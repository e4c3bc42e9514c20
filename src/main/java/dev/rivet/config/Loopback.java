package dev.rivet.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// Tells, without asking a name server, whether a host is this machine.
public final class Loopback {
    private static final Pattern V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

    private Loopback() {}

    public static boolean is(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("0:0:0:0:0:0:0:1")
                || V4.matcher(name).matches();
    }
}
