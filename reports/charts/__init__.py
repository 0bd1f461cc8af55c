"""Charts as geometry: numbers in, marks with coordinates out. `charts.html` draws the marks and computes nothing.

Every chart labels its parts directly and tells them apart by pattern as well as by shade, so that it reads on a grey
copy; each stands beside a table with the same figures (stack.md 6).
"""

from reports.charts.bars import Bar, Reference, horizontal_bars
from reports.charts.intervals import Interval, intervals
from reports.charts.marks import Drawing
from reports.charts.stacked import Part, stacked_bar

__all__ = ["Bar", "Drawing", "Interval", "Part", "Reference", "horizontal_bars", "intervals", "stacked_bar"]
