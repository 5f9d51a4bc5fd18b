package org.pggit.audit.ddl;

/** SET and RESET of standard_conforming_strings, on which it depends where the strings behind it end. */
final class ScriptSettings {
    private static final String NAME = "standard_conforming_strings";

    private ScriptSettings() {
    }

    /** Takes nothing. Requires the first word of a statement here. SET LOCAL counts to the end of the script: transactions are not followed. */
    static void follow(TokenStream tokens) {
        if (tokens.is(Keyword.RESET)) {
            if (tokens.keyword(1) == Keyword.ALL || isName(tokens, 1)) {
                tokens.setBackslashInStrings(false);
            }
        } else if (tokens.is(Keyword.SET)) {
            int scope = tokens.keyword(1);
            int name = scope == Keyword.SESSION || scope == Keyword.LOCAL ? 2 : 1;
            if (isName(tokens, name)) {
                tokens.setBackslashInStrings(isOff(folded(tokens, name + 2)));
            }
        }
    }

    private static boolean isName(TokenStream tokens, int ahead) {
        return folded(tokens, ahead).equals(NAME);
    }

    /** Names and values in quotes as well: neither holds any that is doubled. */
    private static String folded(TokenStream tokens, int ahead) {
        String written = QualifiedName.fold(tokens.written(ahead));
        boolean isQuoted = written.length() > 1 && (written.startsWith("'") || written.startsWith("\""));
        return isQuoted ? written.substring(1, written.length() - 1) : written;
    }

    /** What bool.c's parse_bool takes for false. */
    private static boolean isOff(String value) {
        boolean isFalse = !value.isEmpty() && "false".startsWith(value);
        boolean isNo = !value.isEmpty() && "no".startsWith(value);
        return isFalse || isNo || value.equals("off") || value.equals("of") || value.equals("0");
    }
}
