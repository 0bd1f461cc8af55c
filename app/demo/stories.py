"""What happened, where, and what was agreed: the invented sentences of the demonstration's history."""

from __future__ import annotations

PLACES = (
    "Corridor by the science rooms",
    "Yard",
    "Dinner hall",
    "Classroom",
    "Sports hall",
    "Bus bay",
    "Library",
    "Stairs",
)
AT_ONCE = (
    "Separated and calmed",
    "Separated; both given time",
    "Calmed; first aid looked",
    "Spoken to quietly outside",
    "",
)
WHAT = {
    "physical": (
        "One pushed the other while the queue was moving. Both were off balance; nobody fell.",
        "A shoulder in the doorway, then a push back. It ended when an adult stepped in.",
        "A tackle in the yard went on after the whistle. There was a grazed elbow.",
        "Kicked under the table twice during the practical.",
    ),
    "verbal": (
        "Words were said that hurt, loud enough for the group to hear.",
        "A nickname was used again after being asked to stop. Others laughed.",
        "Shouted across the dinner hall about somebody's family.",
        "Whispered remarks during a presentation until it stopped.",
    ),
    "disruption": (
        "The lesson stopped three times while others were trying to work.",
        "Called out over another pupil's answer four times, then left the seat.",
        "Took a bag from the next table and passed it round during the test.",
        "A chair was rocked against the desk behind until work fell on the floor.",
    ),
    "property": (
        "A bag was thrown and what was in it broke.",
        "Drew over the cover of somebody's art book.",
        "A coat was put in the sink during break.",
        "A calculator was taken and came back with its screen cracked.",
    ),
    "online": (
        "A picture was passed on in a group chat after school.",
        "A message in the form's chat asked others to leave somebody out.",
        "A video of a fall in the sports hall was shared before first lesson.",
        "An account was made in somebody else's name and used for an evening.",
    ),
}  # fmt: skip
ACTIONS = {
    "physical": (
        "Walks in by the other door and leaves the queue free",
        "Helps to set out the yard games for a week",
        "Says what happened to the duty team in their own words",
    ),
    "verbal": (
        "Keeps a seat free in the group and says so",
        "Uses the name that was asked for, and corrects others",
        "Writes down what was said and what would have been fair, and reads it out",
    ),
    "disruption": (
        "Makes up the missed part with the group at lunch",
        "Sits where both can work, for three weeks",
        "Hands out and collects the equipment for the next practical",
    ),
    "property": (
        "Replaces the calculator from the shop with a parent",
        "Helps to re-cover the art book on Thursday",
        "Cleans the coat and brings it back to the form room",
    ),
    "online": (
        "Deletes the picture and asks the group to do the same",
        "Tells the group that it was wrong to share it",
        "Shows the form tutor that the account is gone",
    ),
}
ADULT_SUPPORT = (
    "A reminder in the morning",
    "The tutor walks past the group at break",
    "Ten minutes with the form tutor on Monday",
    "A place to go when it gets loud",
)
ADULT_ACTIONS = (
    "Moves the seats so that both can work",
    "Speaks to the group about the chat",
    "Is at the door when the queue moves",
)
ASKED = (
    "Both pupils apart, both families by phone, the form tutor",
    "The pupil with a parent, the person harmed, two who saw it",
    "The pupil, the form tutor, the learning mentor; the family could not be reached until the evening",
)
REASONS = (
    "Weighed with what had been tried before and what the person harmed asked for",
    "The policy indicates it; what was said about the day was heard first",
    "It repeated after two conversations; the harm was plain and accepted",
)
NEXT = (
    "The next step within five school days",
    "A letter home today; the meeting next week",
    "Work sent home; a meeting on return",
)
CIRCLES = (
    ("T-VAL", "8B", "check_in"),
    ("T-OKO", "9C", "community"),
    ("T-HAL", "10B", "learning"),
    ("T-DRU", "7A", "community"),
)
