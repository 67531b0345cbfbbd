from typing import Any

import tablib

class XLSX:
    def create_dataset(self, in_stream: Any) -> tablib.Dataset: ...
    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> Any: ...
