"""Draws the lifecycle of a case from the table of moves into the casework README, between its two marks.

`python -m docs.draw_lifecycle` writes it; a test compares what stands there with what would be drawn.
"""

from __future__ import annotations

from pathlib import Path

from app.casework.lifecycle import MOVES, STAGE_WORDS
from app.casework.words import Stage

README = Path(__file__).resolve().parent.parent / "app" / "casework" / "README.md"
START, END = "<!-- lifecycle -->", "<!-- end of lifecycle -->"


def drawing() -> str:
    """The moves that lead to another stage, as a Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> logged: incident logged"]
    for stage in Stage:
        lines.append(f'    state "{STAGE_WORDS[stage]}" as {stage.value}')
    for move, step in MOVES.items():
        for to in (each for each in Stage if each is step.to or each in step.or_to):
            leaving = sorted(stage.value for stage in step.frm if stage is not to)
            lines += [f"    {stage} --> {to.value}: {move.value}" for stage in leaving]
    return "\n".join([*lines, "```"])


def drawn(text: str) -> str:
    """The README's text with the drawing as it should be."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{drawing()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(drawn(README.read_text(encoding="utf-8")), encoding="utf-8")
