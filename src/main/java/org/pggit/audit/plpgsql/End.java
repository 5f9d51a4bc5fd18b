package org.pggit.audit.plpgsql;

/** How a statement ends: the next one comes, or the loop, the routine or, with an error, all up to a handler is left. */
enum End {
    NEXT, EXIT, CONTINUE, RETURN, RAISE
}
