package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;

/** Arrays as text: {@code {a,"b c",NULL}}, {@code {{1,2},{3,4}}}. Chapter 8.15 of the manual. */
final class ArrayText {
    private static final String BLANKS = " \t\n\u000b\r\f";

    private final String text;
    private int at;

    private ArrayText(String text) {
        this.text = text;
    }

    /** Null where an element is not known, or all are too long. */
    static String write(List<Value> elements) {
        StringBuilder out = new StringBuilder("{");
        for (Value element : elements) {
            String text = element.isNull() ? "NULL" : element.output();
            if (text == null || out.length() > Given.LONGEST) {
                return null;
            }
            if (out.length() > 1) {
                out.append(',');
            }
            if (element.isNull() || element instanceof Value.Array || !needsQuotes(text)) {
                out.append(text);
            } else {
                out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
            }
        }
        return out.append('}').toString();
    }

    private static boolean needsQuotes(String text) {
        if (text.isEmpty() || text.equalsIgnoreCase("null")) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            if ("{}\",\\".indexOf(text.charAt(i)) >= 0 || isBlank(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** The elements as texts; null where the text is no array, or one with bounds. */
    static List<Value> read(String text) {
        ArrayText reader = new ArrayText(text);
        reader.blanks();
        List<Value> elements = reader.array(0);
        reader.blanks();
        return elements != null && reader.at == reader.text.length() && new Value.Array(elements).dimensions() != null ? elements : null;
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private static boolean isBlank(char c) {
        return BLANKS.indexOf(c) >= 0;
    }

    private void blanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private List<Value> array(int depth) {
        if (!is('{') || depth > 5) {
            return null;
        }
        List<Value> elements = new ArrayList<>();
        at++;
        blanks();
        while (!is('}') || !elements.isEmpty()) {
            Value element = element(depth);
            if (element == null) {
                return null;
            }
            elements.add(element);
            blanks();
            if (is('}')) {
                break;
            }
            if (!is(',')) {
                return null;
            }
            at++;
        }
        at++;
        return elements;
    }

    /** Null where none stands here. */
    private Value element(int depth) {
        blanks();
        if (is('{')) {
            List<Value> nested = array(depth + 1);
            return nested == null ? null : new Value.Array(nested);
        }
        return is('"') ? quoted() : plain();
    }

    private Value quoted() {
        StringBuilder out = new StringBuilder();
        for (at++; at < text.length() && !is('"'); at++) {
            at += is('\\') ? 1 : 0;
            if (at < text.length()) {
                out.append(text.charAt(at));
            }
        }
        at++;
        return at > text.length() ? null : Value.text(out.toString());
    }

    private Value plain() {
        StringBuilder out = new StringBuilder();
        int written = 0;
        boolean isPlain = true;
        for (; at < text.length() && !is(',') && !is('}'); at++) {
            if (is('{') || is('"')) {
                return null;
            }
            boolean isEscaped = is('\\') && at + 1 < text.length();
            at += isEscaped ? 1 : 0;
            isPlain &= !isEscaped;
            out.append(text.charAt(at));
            written = isEscaped || !isBlank(text.charAt(at)) ? out.length() : written;
        }
        String element = out.substring(0, written);
        return element.isEmpty() ? null : isPlain && element.equalsIgnoreCase("null") ? Value.NULL : Value.text(element);
    }
}
