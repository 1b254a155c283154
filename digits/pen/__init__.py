"""A pen of our own, which writes what the network learns from beside MNIST."""
