"""The parts of Benchmarks/run.py."""
