// An answer without anything derived from it.
#pragma once

#include <cstdint>
#include <vector>

namespace foodshed {

// An answer worth remembering: plain orders, nothing derived.
struct Remembered {
    std::vector<std::vector<int32_t>> tasks;
    std::vector<int> types;
    std::vector<int> absent;
    int64_t cost = 0;
};

}  // namespace foodshed
