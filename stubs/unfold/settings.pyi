from typing import Any

CONFIG_DEFAULTS: dict[str, Any]
