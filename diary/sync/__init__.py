"""How changes get from one device to another. Nothing here decides what a change means."""
