"""What each page shows: plain values made once, so that templates only place them.

One module for a page or a family of pages, under the same noun as in views/.
"""
