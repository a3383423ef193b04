"""Run by the frozen program before all else: stands in for Pillow, 5 MB that reportlab imports for pictures in a PDF.

Our papers have none – charts are drawn as lines, their pictures for Word and Excel written without it. `./dev build` prints every report and would find out.
"""

import sys
from types import ModuleType

package, image = ModuleType("PIL"), ModuleType("PIL.Image")
image.Image = type("Image", (), {})
package.Image = image
sys.modules |= {"PIL": package, "PIL.Image": image}
