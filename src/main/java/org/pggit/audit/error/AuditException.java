package org.pggit.audit.error;

/**
 * Misuse, or an input that cannot be worked on: reaches psql as an error with this SQLSTATE, message, DETAIL and HINT.
 *
 * <p>Damage in stored data is never thrown: it is a finding, that is, a row. The SQLSTATEs of class PA are listed in
 * docs/errors.md.
 */
public final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sqlState;
    private final String detail;
    private final String hint;

    /** Detail and hint may be null: then psql shows no such line. */
    public AuditException(String sqlState, String message, String detail, String hint) {
        super(message, null, false, false);
        this.sqlState = sqlState;
        this.detail = detail;
        this.hint = hint;
    }

    public String sqlState() {
        return sqlState;
    }

    public String detail() {
        return detail;
    }

    public String hint() {
        return hint;
    }
}
