"""The bundle: a whole school in files. Reads, checks, imports and exports it; knows nothing of pages or commands."""

from app.bundle.importer import Outcome, check_bundle, import_bundle
from app.bundle.problems import Problem
from app.bundle.source import NotABundle
from app.bundle.writer import CannotWrite, export_bundle

__all__ = ["CannotWrite", "NotABundle", "Outcome", "Problem", "check_bundle", "export_bundle", "import_bundle"]
