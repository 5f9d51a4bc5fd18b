/** pggit v1's history rows to changes: which statement of the recorded text caused which row, and what the object's name is. */
package org.pggit.audit.backfill;
