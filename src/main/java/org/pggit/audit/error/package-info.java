/** The one exception, which every package may throw. */
package org.pggit.audit.error;
