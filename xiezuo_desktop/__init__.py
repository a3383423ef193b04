"""协作任务书: annual plans of east–west cooperation, from received paper to issued paper, offline."""

__version__ = "0.1.0"
