import typing

# The modules that say what certificates and stamps are made of have no types here.
def __getattr__(name: str) -> typing.Any: ...
