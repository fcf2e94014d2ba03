#ifndef PLENARY_CLIBEV_SHIM_H
#define PLENARY_CLIBEV_SHIM_H

#include <ev.h>

#endif
