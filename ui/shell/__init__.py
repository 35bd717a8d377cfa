"""The frame around the pages: window, navigation, palette, cover, unlock, crash. It shows pages and
passes on wishes; it knows nothing of the diary's core."""
