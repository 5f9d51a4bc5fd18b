/** What differs between two trees. */
package org.pggit.audit.diff;
