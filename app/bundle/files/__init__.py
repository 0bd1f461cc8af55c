"""Every file of the bundle, in the order in which they depend on each other."""

from app.bundle.files.cases import CASES
from app.bundle.files.people import PEOPLE
from app.bundle.files.place import PLACE, SCHOOL
from app.bundle.files.registers import REGISTERS
from app.bundle.files.repair import REPAIR
from app.bundle.spec import Family

FAMILIES: tuple[Family, ...] = (SCHOOL, *PLACE, *PEOPLE, *CASES, *REPAIR, *REGISTERS)


def file_order() -> tuple[str, ...]:
    """The names of all files, `.csv` included, in the order in which they are written and told."""
    names = []
    for family in FAMILIES:
        names += [family.file] + ([family.further.file] if family.further else [])
    return tuple(f"{name}.csv" for name in names)
