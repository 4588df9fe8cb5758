"""An `Assessment` becomes tables, figures and an overlay video."""
