package org.pggit.audit.plpgsql;

/** How a statement ends: the next one comes, or the loop or the routine is left. */
enum End {
    NEXT, EXIT, CONTINUE, RETURN
}
