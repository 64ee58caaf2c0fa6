"""What is measured, against whom. `python -m bench NAME`; results stand in README.md."""
