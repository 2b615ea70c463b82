// How often a van is at its start place: when it leaves, in mid-route to load or unload, and when it ends there.
// Tasks in a row at that place are one call, whatever their windows. Taking tasks out never makes the calls more.
#pragma once

#include "question.hpp"

namespace foodshed {

// Where a route goes on from one place to the next: 1 if that begins a call at the start place.
inline int begins_call(const VanType& van, int32_t from_place, int32_t to_place) {
    return to_place == van.start && from_place != van.start ? 1 : 0;
}

// The calls that a route may have: leaving is one, each reload another, and so is ending at the start place.
inline int most_calls(const VanType& van) { return 1 + van.reloads + (van.end == van.start ? 1 : 0); }

}  // namespace foodshed
