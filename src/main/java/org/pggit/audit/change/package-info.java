/** From tree differences and DDL texts to changes: what happened to which object. */
package org.pggit.audit.change;
