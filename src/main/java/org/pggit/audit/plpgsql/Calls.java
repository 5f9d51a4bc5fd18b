package org.pggit.audit.plpgsql;

import java.util.List;
import java.util.Map;

/** Calls of what is no function of the server's. */
interface Calls {
    /** UNKNOWN where no routine of the history's is meant, or what it returns is not known. */
    Value call(String schema, String name, List<Value> arguments, Map<String, Value> named);
}
