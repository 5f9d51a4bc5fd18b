/**
 * What PL/pgSQL and SQL code does with constants: which statements of text it computes and hands to EXECUTE.
 *
 * <p>Nothing is executed, nothing throws on a text, all is bounded: steps, depth, characters. What constants alone do not tell is unknown, and stays so.
 */
package org.pggit.audit.plpgsql;
