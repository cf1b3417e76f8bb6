"""The parts of Benchmarks/run-502.py."""
