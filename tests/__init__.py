"""Tests mirror `diary/` and `ui/` by path; what spans rooms lies beside them."""
