/** The border between SQL and Java: blocks of rows as bytes, the entry points of both hosts, errors as SQLSTATE, DETAIL and HINT. */
package org.pggit.audit.host;
