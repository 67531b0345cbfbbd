"""Tables in and out: cell widgets and the resources built on them."""
