from typing import Any

from django import forms

class ImportForm(forms.Form):
    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None: ...

class ExportForm(forms.Form):
    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None: ...
