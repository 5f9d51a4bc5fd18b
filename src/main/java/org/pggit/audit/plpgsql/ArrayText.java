package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;

/** Arrays of one dimension as text: {@code {a,"b c",NULL}}. */
final class ArrayText {
    private ArrayText() {
    }

    /** Null where an element is not known. */
    static String write(List<Value> elements) {
        StringBuilder out = new StringBuilder("{");
        for (Value element : elements) {
            String text = element.isNull() ? "NULL" : element.output();
            if (text == null) {
                return null;
            }
            if (out.length() > 1) {
                out.append(',');
            }
            if (element.isNull() || !needsQuotes(text)) {
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
            if ("{}\",\\ \t\n\r\f".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The elements as texts; null where the text is no array of one dimension. */
    static List<Value> read(String text) {
        String all = text.strip();
        if (all.length() < 2 || all.charAt(0) != '{' || all.charAt(all.length() - 1) != '}') {
            return null;
        }
        List<Value> elements = new ArrayList<>();
        int end = all.length() - 1;
        for (int at = 1; at < end || at == end && !elements.isEmpty(); at++) {
            StringBuilder element = new StringBuilder();
            boolean isQuoted = false;
            boolean isInside = false;
            int written = 0;
            for (; at < end && (isInside || all.charAt(at) != ','); at++) {
                char c = all.charAt(at);
                if (c == '\\' && at + 1 < end) {
                    element.append(all.charAt(++at));
                    written = element.length();
                } else if (c == '"') {
                    isInside = !isInside;
                    isQuoted = true;
                    written = element.length();
                } else if (c == '{' && !isInside) {
                    return null;
                } else if (isInside || !Character.isWhitespace(c) || element.length() > 0) {
                    element.append(c);
                    written = isInside || !Character.isWhitespace(c) ? element.length() : written;
                }
            }
            element.setLength(written);
            String e = element.toString();
            if (!isQuoted && e.isEmpty()) {
                return elements.isEmpty() && at >= end ? elements : null;
            }
            elements.add(!isQuoted && e.equalsIgnoreCase("null") ? Value.NULL : Value.text(e));
        }
        return elements;
    }
}
