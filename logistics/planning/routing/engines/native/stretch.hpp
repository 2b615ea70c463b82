// A stretch of a route as a whole: how long it takes, and when it can begin. Knows one window for each task, and no rest.
#pragma once

#include <algorithm>

#include "question.hpp"

namespace foodshed {

// A stretch (T. Vidal et al., Computers & Operations Research 40(1), 2013, without time warp):
// how long it takes, and between which moments it can begin without waiting more than that.
struct Stretch {
    int32_t lasts_s;
    int32_t earliest_s;
    int32_t latest_s;
};

inline Stretch joined(Stretch before, int32_t travel_s, Stretch after) {
    const int32_t ahead_s = before.lasts_s + travel_s;
    const int32_t wait_s = std::max(0, after.earliest_s - ahead_s - before.latest_s);
    return {ahead_s + wait_s + after.lasts_s, std::max(after.earliest_s - ahead_s, before.earliest_s) - wait_s,
            std::min(after.latest_s - ahead_s, before.latest_s)};
}

constexpr int32_t LONG_AGO_S = -1'000'000'000;
constexpr int32_t NEVER_S = 1'000'000'000;

// The task alone, as the first of its visit or as one that joins a visit under way.
inline Stretch as_first(const Task& task) { return {task.fixed_s + task.goods_s, task.opens_s, task.closes_s}; }
inline Stretch as_joining(const Task& task) { return {task.goods_s, LONG_AGO_S, NEVER_S}; }

}  // namespace foodshed
