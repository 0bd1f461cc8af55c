"""Who may do what in the code: select case tables, commit, read the clock.

Import-linter holds the direction of imports; these rules are about calls, which it cannot see.
"""

import ast
import re
from collections.abc import Iterator

from tests.guards.project import files, named, tree_of

CASE_MODULES = ("case", "incident", "response", "agreement", "check_in", "exclusion")

# Where a Select may begin at a case table, and why.
BEGINS_AT_CASE_TABLES = {
    "app/casework/scope.py": "the one place that says which records exist for whom",
    "app/casework/oversight.py": "who read what, built on scope.py: for emergencies and the access log, no narratives",
}
# A statement about the parts of a record is fine once that record was found through scope.py.
TIED_TO_WHAT_WAS_FOUND = re.compile(r"\b\w+\.(?:id|\w+_id)\s*(?:==|\.in_\()|\bwhole_school|\bvisible_")
# These begin a story, so nothing ties them: they come from scope.py alone.
BEGINNINGS = {"Case", "Incident"}

COMMITS = ("app/web/", "app/cli/", "app/jobs")
READS_THE_CLOCK = ("app/web/", "app/cli/", "app/jobs")
CLOCKS = re.compile(r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.(?:time|localtime|gmtime))\(")


def case_tables() -> set[str]:
    """The classes of the tables that hold what happened between children."""
    return {
        node.name
        for path in files("app/casework")
        if {path.stem, path.parent.name} & set(CASE_MODULES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "__tablename__" for line in node.body)
    }


def statements(tree: ast.Module) -> Iterator[ast.Call]:
    """Each `select(...)` with all that is chained to it: `select(A).join(B).where(...)` comes out whole."""
    inner = {
        id(node.func.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in inner and starts_with_select(node):
            yield node


def first_call(call: ast.Call) -> ast.Call:
    """`select(A)` of `select(A).join(B).where(...)`."""
    while isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        call = call.func.value
    return call


def starts_with_select(call: ast.Call) -> bool:
    """True of a statement that begins with select() or with a session's query()."""
    return ast.unparse(first_call(call).func).rpartition(".")[2] in ("select", "query")


def untied_selects(tree: ast.Module, tables: set[str]) -> list[str]:
    """Statements that begin at a case table and are not tied to a record found before."""
    found = []
    for statement in statements(tree):
        begun = {
            name.id for part in first_call(statement).args for name in ast.walk(part) if isinstance(name, ast.Name)
        } & tables
        said = ast.unparse(statement)
        whole = any(isinstance(part, ast.Name) and part.id in BEGINNINGS for part in first_call(statement).args)
        if begun and (whole or not TIED_TO_WHAT_WAS_FOUND.search(said)):
            found.append(f"line {statement.lineno}: {said[:90]}")
    return found


def got_by_id(tree: ast.Module, tables: set[str]) -> list[str]:
    """`session.get(Case, 7)` looks past every scope."""
    return [
        f"line {node.lineno}: {ast.unparse(node)[:90]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("get", "get_one")
        and node.args
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id in tables
    ]


def calls_to(tree: ast.Module, *methods: str) -> list[str]:
    """Calls of a method by its name, whatever it is called on."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods
    ]


def test_the_guard_finds_a_select_that_begins_at_a_case_table():
    planted = "select(Case)\nselect(Note.text).order_by(Note.id)\nselect(Incident).where(Incident.case_id == case.id)"

    assert len(untied_selects(ast.parse(planted), {"Case", "Note", "Incident"})) == 3
    assert untied_selects(ast.parse("select(Note).where(Note.case_id == case.id)"), {"Note"}) == []
    assert got_by_id(ast.parse("db.session.get(Case, 7)"), {"Case"})


def test_the_guard_knows_the_case_tables():
    assert {"Case", "Incident", "Response", "Agreement", "CheckIn", "Decision", "Note"} <= case_tables()


def test_only_scope_begins_at_case_tables():
    tables = case_tables()

    found = {
        named(path): wrong
        for path in files("app", "reports")
        if named(path) not in BEGINS_AT_CASE_TABLES
        and (wrong := untied_selects(tree_of(path), tables) + got_by_id(tree_of(path), tables))
    }

    assert found == {}


def test_only_the_edge_commits():
    found = {
        named(path): calls
        for path in files("app", "reports")
        if not named(path).startswith(COMMITS) and (calls := calls_to(tree_of(path), "commit", "rollback"))
    }

    assert found == {}


def test_only_the_edge_reads_the_clock():
    found = {
        named(path): clocks
        for path in files("app", "reports")
        if not named(path).startswith(READS_THE_CLOCK) and (clocks := CLOCKS.findall(ast.unparse(tree_of(path))))
    }

    assert found == {}
