"""`make demo`: the program on the invented diary. With a display it opens; without one it does the
main job by itself through the real windows and leaves a picture of each screen."""
