/** pgGit Audit: start at {@link org.pggit.audit.Audit}. */
package org.pggit.audit;
