/** Signatures of checkpoints: what the server's SQL can not compute itself. */
package org.pggit.audit.verify;
