package org.pggit.audit.plpgsql;

import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.Words;

/** What an expression needs others for: calls of what is no function of the server's, and queries in it. */
interface Calls {
    /** A call as it is written. isVariadic: the last argument has VARIADIC before it. */
    record Call(String schema, String name, List<Value> arguments, Map<String, Value> named, boolean isVariadic) {
    }

    /** UNKNOWN where no routine of the history's is meant, or what it returns is not known. */
    Value call(Call call);

    /** Null where they are not known. */
    Rows rows(Words words, Code.Range query, Scope scope);
}
