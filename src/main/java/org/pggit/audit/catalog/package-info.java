/** Canonical DDL texts of a schema put together to a script that builds it. */
package org.pggit.audit.catalog;
