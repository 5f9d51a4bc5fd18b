package org.pggit.audit.it;

import org.junit.jupiter.api.Assumptions;

/** What runs Java in the server. A test that a host is missing for is aborted with the reason, never passed. */
enum Host {
    PLJAVA("pljava"), PLPYTHON("plpython3u");

    final String extension;

    Host(String extension) {
        this.extension = extension;
    }

    /** The name that install.sh and the setting pggit_audit.host know. */
    String settingName() {
        return this == PLJAVA ? "pljava" : "plpython";
    }

    void assumePresent() {
        Assumptions.assumeTrue(TestServer.get().has(this), () -> extension + " is not installed in this PostgreSQL: nothing was tested on it");
    }

    @Override
    public String toString() {
        return settingName();
    }
}
