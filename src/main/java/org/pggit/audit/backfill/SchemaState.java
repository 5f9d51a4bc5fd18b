package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;

/** All objects alive at one moment of a history, by path, by name and by what they are on. Remembers what it was at the last commit. */
final class SchemaState implements TableText.Names {
    /** By path, so that what is done to all of them is done in an order that does not tell how they came. */
    private final Map<String, StoredObject> objects = new TreeMap<>();
    private final Map<String, Set<StoredObject>> byName = new HashMap<>();
    private final Map<String, Set<StoredObject>> byParent = new HashMap<>();
    private static final int MOST_UNSETTLED = 16;

    private final MentionIndex mentions = new MentionIndex();
    /** Paths that were touched since the last commit, with what stood there then; null for nothing. */
    private final Map<String, String> touched = new LinkedHashMap<>();
    /** What this transaction has made or changed: it was not read since. */
    private final Set<StoredObject> unsettled = new LinkedHashSet<>();
    private final List<Made> made = new ArrayList<>();
    private final List<StoredObject> gone = new ArrayList<>();
    /** Where an unqualified name is looked for, in order. */
    List<String> searchPath = List.of("public");

    StoredObject at(String path) {
        return objects.get(path);
    }

    Collection<StoredObject> all() {
        return objects.values();
    }

    Map<String, String> touched() {
        return touched;
    }

    /** What drops took out, for who asks and clears it. */
    List<StoredObject> gone() {
        return gone;
    }

    /** What a statement did beside what it says: what LIKE copies, and what is done in partitions. */
    record Made(String command, Action action, ObjectType type, StoredObject object, String name, String identity) {
    }

    /** For who asks and clears it. */
    List<Made> made() {
        return made;
    }

    /** Says that the object will change. Must be called while it still has its old path. */
    void touch(StoredObject object) {
        touch(object.path(), object);
        unsettled.add(object);
    }

    /** What was touched is committed. */
    void settle() {
        touched.clear();
        unsettled.clear();
    }

    /** The first to touch a path tells, also where nothing stood there: putIfAbsent would take the null for no entry. */
    private void touch(String path, StoredObject stood) {
        if (!touched.containsKey(path)) {
            touched.put(path, stood == null ? null : stood.committed);
        }
    }

    void add(StoredObject object) {
        StoredObject before = objects.put(object.path(), object);
        if (before != null) {
            unlink(before);
        }
        touch(object.path(), before);
        unsettled.add(object);
        link(object);
        if (object.schema != null && !isBuiltIn(object.schema) && !objects.containsKey(QualifiedName.quote(object.schema))) {
            addSchema(object.schema);
        }
    }

    /** Names without a schema may be found elsewhere than in public. */
    boolean hasOtherSchemas() {
        return !searchPath.equals(List.of("public"));
    }

    /** An object in a schema that no text made: v1 has no rows for schemas, so the object is what tells. */
    private void addSchema(String name) {
        StoredObject schema = new StoredObject(ObjectType.SCHEMA, null, name);
        schema.head = "CREATE SCHEMA " + QualifiedName.quote(name);
        add(schema);
    }

    private static boolean isBuiltIn(String schema) {
        return schema.equals("public") || schema.startsWith("pg_") || schema.equals("information_schema");
    }

    /** Adds what the head of the branch has: nothing is touched by it. */
    void load(StoredObject object) {
        objects.put(object.path(), object);
        link(object);
        mentions.add(object);
    }

    private void link(StoredObject object) {
        byName.computeIfAbsent(object.name == null ? "" : object.name, n -> new LinkedHashSet<>()).add(object);
        if (object.parent != null) {
            byParent.computeIfAbsent(object.parent.toString(), p -> new LinkedHashSet<>()).add(object);
        }
    }

    private void unlink(StoredObject object) {
        mentions.remove(object);
        unsettled.remove(object);
        removeFrom(byName, object.name == null ? "" : object.name, object);
        if (object.parent != null) {
            removeFrom(byParent, object.parent.toString(), object);
        }
    }

    private static void removeFrom(Map<String, Set<StoredObject>> map, String key, StoredObject object) {
        Set<StoredObject> set = map.get(key);
        if (set != null) {
            set.remove(object);
            if (set.isEmpty()) {
                map.remove(key);
            }
        }
    }

    void remove(StoredObject object) {
        touch(object);
        if (objects.get(object.path()) == object) {
            objects.remove(object.path());
        }
        unlink(object);
    }

    /** Gives the object other names, or another parent: what {@code change} does to it. */
    void move(StoredObject object, Runnable change) {
        remove(object);
        object.fixedPath = null;
        change.run();
        add(object);
    }

    /** Puts in an object's place what its definition, as it was committed, reads as: nothing is touched by it. */
    void exchange(StoredObject object, StoredObject read) {
        objects.put(read.path(), read);
        unlink(object);
        link(read);
        mentions.add(read);
    }

    void own(StoredObject sequence, QualifiedName table, String column) {
        touch(sequence);
        unlink(sequence);
        sequence.parent = table;
        sequence.ownerColumn = column;
        link(sequence);
    }

    /** What is on the relation: indexes, triggers, policies, rules, owned sequences. */
    List<StoredObject> on(QualifiedName relation) {
        List<StoredObject> on = new ArrayList<>(byParent.getOrDefault(relation.toString(), Set.of()));
        on.sort(Comparator.comparing(StoredObject::path));
        return on;
    }

    /** Before a statement: what others have touched goes into the index where it is more than a few, so that no statement's cost grows with what its transaction made. */
    void beginStatement() {
        if (unsettled.size() > MOST_UNSETTLED) {
            for (StoredObject object : unsettled) {
                mentions.remove(object);
                mentions.add(object);
            }
            unsettled.clear();
        }
    }

    /** What may name it, by the words of {@link MentionIndex} and what was touched since, in order of the paths: more than does. */
    List<StoredObject> naming(String name) {
        Set<StoredObject> naming = new LinkedHashSet<>(mentions.naming(name));
        for (StoredObject object : unsettled) {
            if (MentionIndex.mayName(object, name)) {
                naming.add(object);
            }
        }
        List<StoredObject> sorted = new ArrayList<>(naming);
        sorted.sort(Comparator.comparing(StoredObject::path));
        return sorted;
    }

    /** Tables that were made alone and attached. */
    List<StoredObject> partitions(StoredObject table) {
        List<StoredObject> partitions = new ArrayList<>();
        if (table.shape != null && table.shape.suffix.toUpperCase(Locale.ROOT).startsWith("PARTITION BY")) {
            String attached = "ALTER TABLE " + table.qualifiedName() + " ATTACH PARTITION ";
            for (StoredObject o : naming(table.name)) {
                if (o.shape != null && o.extras.all().stream().anyMatch(statement -> statement.startsWith(attached))) {
                    partitions.add(o);
                }
            }
        }
        return partitions.isEmpty() || Inheritance.isOwnAncestor(table, this) ? List.of() : partitions;
    }

    /** The relation that a written name means; null where it is not known. */
    StoredObject relation(String schema, String name) {
        if (name == null) {
            return null;
        }
        if (schema != null) {
            StoredObject found = objects.get(new QualifiedName(schema, name).toString());
            return found != null && found.isRelation() ? found : null;
        }
        return named(name, true, null);
    }

    /** The routines of the name, whatever their arguments. */
    List<StoredObject> routines(QualifiedName name) {
        List<StoredObject> routines = new ArrayList<>();
        for (StoredObject o : byName.getOrDefault(name.name(), Set.of())) {
            if (o.isRoutine() && name.equals(o.qualifiedName())) {
                routines.add(o);
            }
        }
        return routines;
    }

    /** The routines that a call may mean: of its schema; without one, of those of the search_path, else of any. */
    List<StoredObject> callable(String schema, String name) {
        List<StoredObject> found = new ArrayList<>();
        List<StoredObject> visible = new ArrayList<>();
        for (StoredObject o : byName.getOrDefault(name, Set.of())) {
            if (o.isRoutine() && o.head != null && (schema == null || schema.equals(o.schema))) {
                found.add(o);
                if (searchPath.contains(o.schema)) {
                    visible.add(o);
                }
            }
        }
        return schema == null && !visible.isEmpty() ? visible : found;
    }

    /** The only object of a kind that an unqualified or qualified name may mean; null where there is none or several. */
    StoredObject find(ObjectType type, String schema, String name) {
        StoredObject found = null;
        for (StoredObject o : byName.getOrDefault(name == null ? "" : name, Set.of())) {
            boolean fits = o.type == type || type == ObjectType.ROUTINE && o.isRoutine();
            if (fits && (schema == null || schema.equals(o.schema))) {
                if (found != null) {
                    return schema == null ? named(name, false, type) : null;
                }
                found = o;
            }
        }
        return found;
    }

    private StoredObject named(String name, boolean isRelation, ObjectType type) {
        StoredObject only = null;
        int count = 0;
        int best = Integer.MAX_VALUE;
        for (StoredObject o : byName.getOrDefault(name == null ? "" : name, Set.of())) {
            if (isRelation ? !o.isRelation() : o.type != type) {
                continue;
            }
            int place = o.schema == null ? -1 : searchPath.indexOf(o.schema);
            if (place >= 0 && place < best) {
                best = place;
                only = o;
                count = 1;
            } else if (place >= 0 && place == best) {
                count++;
            } else if (best == Integer.MAX_VALUE) {
                only = o;
                count++;
            }
        }
        return count == 1 ? only : null;
    }

    String creationSchema() {
        return searchPath.isEmpty() ? "public" : searchPath.get(0);
    }

    @Override
    public boolean isTaken(String schema, String name) {
        String in = schema == null ? creationSchema() : schema;
        return relation(in, name) != null || hasConstraint(in, name, true) || IdentitySequences.owner(this, in, name) != null;
    }

    @Override
    public boolean hasConstraint(String schema, String name) {
        return hasConstraint(schema == null ? creationSchema() : schema, name, false);
    }

    private boolean hasConstraint(String schema, String name, boolean hasIndex) {
        for (StoredObject table : naming(name)) {
            Constraint found = table.shape != null && schema.equals(table.schema) ? table.shape.constraint(name) : null;
            if (found != null && (!hasIndex || found.kind().hasIndex())) {
                return true;
            }
        }
        return false;
    }

    /** With what it inherits: a child's own columns are not all that it has. */
    @Override
    public TableShape shape(QualifiedName written) {
        StoredObject found = relation(written.schema(), written.name());
        return found == null || found.shape == null ? null : Inheritance.whole(found, this);
    }

    @Override
    public QualifiedName relation(QualifiedName written) {
        StoredObject found = relation(written.schema(), written.name());
        return found != null ? found.qualifiedName() : new QualifiedName(written.schema() == null ? creationSchema() : written.schema(), written.name());
    }
}
