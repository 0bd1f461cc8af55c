"""Facts from the database: of a whole school, of what one term's figures need, of one case.

Keys are the numbers of the database.
"""

from app.casework.facts.stored.of_case import facts_for_case
from app.casework.facts.stored.of_term import facts_for_term
from app.casework.facts.stored.whole import facts_of

__all__ = ["facts_for_case", "facts_for_term", "facts_of"]
