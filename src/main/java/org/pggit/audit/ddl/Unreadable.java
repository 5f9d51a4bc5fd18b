package org.pggit.audit.ddl;

/** The way out of a statement that does not read as its grammar says; never leaves the package. No stack trace: it is an answer, not a fault. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final String wanted;
    final int offset;

    Unreadable(String wanted, int offset) {
        super(wanted, null, false, false);
        this.wanted = wanted;
        this.offset = offset;
    }
}
