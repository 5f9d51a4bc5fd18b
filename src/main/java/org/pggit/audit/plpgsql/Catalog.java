package org.pggit.audit.plpgsql;

import java.time.LocalDateTime;
import java.util.List;

/** What code finds in the database when it runs. */
public interface Catalog {
    /** The routines of a name; {@code schema} null where the name has none. */
    List<Routine> routines(String schema, String name);

    /** A relation's name as regclass writes it; null where it is no name. */
    String relation(String written);

    /** When the transaction began, by the session's clock; null where that is not known. */
    LocalDateTime now();
}
