"""Deadlines of every kind that follow the work calendar: what an entry in it moves, and its missing year."""
