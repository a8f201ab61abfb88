"""Reading with care: what a text may need, found by rules that anybody can read, on this machine alone."""
