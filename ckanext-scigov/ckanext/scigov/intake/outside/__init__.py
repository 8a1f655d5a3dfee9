"""The register of what our own departments ask of outside bodies, and hold from them, until when."""
