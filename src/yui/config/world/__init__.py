"""The sample world, and a bulk generator for benches."""
