"""The developers' bench: sign in as anyone, fill the house, look at parts. Never installed where real people live."""
