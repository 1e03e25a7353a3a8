"""Figures of the documents: plain data in, one SVG string out, no overlap, readable in grey."""
