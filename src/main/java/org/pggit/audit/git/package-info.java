/** The Git model of the store: what a blob, a tree and a commit are as bytes, and how they get their sha. */
package org.pggit.audit.git;
