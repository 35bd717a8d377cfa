"""Charts that are drawn by hand: the gutter beside a story. What they show is handed in; nothing
here reads the diary, and everything drawn is also said in words by the list beside it."""
