"""What leaves the building: one file per paper, and the copy of everything."""
