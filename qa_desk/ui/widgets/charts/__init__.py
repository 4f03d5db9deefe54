"""Charts in one style over pyqtgraph, which is loaded when a chart is first seen."""
