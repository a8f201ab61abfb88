"""Pages where rooms meet: the welcome, find a group, the group page, Today. Decides nothing of its own."""
