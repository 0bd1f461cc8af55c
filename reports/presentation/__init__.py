"""A snapshot of figures turned into what is printed: sentences, tables, charts, cautions, in the order of measure.md.

Pure Python, no HTML: the page and the PDF are drawn from the same blocks. Nothing is counted here; what is added,
divided or rounded is presentation of figures that stand in the snapshot.
"""
