"""``python -m drill.within MODULE.FUNCTION FOLDER``: calls a function with the application set up around it.

Imported by name, because models can only be read after that. What the function answers is printed as JSON.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    module, _dot, function = sys.argv[1].rpartition(".")
    print(json.dumps(getattr(import_module(module), function)(Path(sys.argv[2]))))
