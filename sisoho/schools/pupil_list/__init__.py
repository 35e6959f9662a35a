"""Reading the pupil list a school already has: a file in, rows of meaning out. No database.

sheets     bytes of XLSX, XLS or CSV → grids of cells
old_fonts  TCVN3 and VNI cells → Unicode
columns    where the header is and what each column means
lines      what a row is: pupil, class banner, total, signature …
cells      the cells of one pupil → values and the problems found in them
child_row  the cells of a child of the area, in a phổ cập list
reading    walks the sheets and puts it all together
"""

from sisoho.schools.pupil_list.child_row import ChildRow
from sisoho.schools.pupil_list.listed import PupilList, SeenColumn, SkippedRow
from sisoho.schools.pupil_list.reading import read_pupil_list

__all__ = ["ChildRow", "PupilList", "SeenColumn", "SkippedRow", "read_pupil_list"]
