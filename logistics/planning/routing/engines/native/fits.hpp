// Remembers where a request fits best into a route: most routes stand as they stood when it was last asked.
// Knows a route by its version, which no other order of tasks ever gets.
#pragma once

#include <vector>

#include "chance.hpp"
#include "insertion.hpp"

namespace foodshed {

// The best place found so far, in which route, and in which type of van.
struct Place {
    Fit fit;
    int route;
    int type;
};

class Fits {
public:
    Fits(const Question& question, Chance& chance)
        : question_(question),
          chance_(chance),
          inserter_(question),
          seen_(question.requests.size() * SLOTS, {0, {0, NOWHERE, NOWHERE}}) {}

    // Improves `best` if `request` fits into `route` (number `number`) more cheaply.
    void look(const Route& route, int number, int request, Place& best) {
        if (!question_.is_allowed(request, route.type)) return;
        Seen& seen = seen_[static_cast<size_t>(request) * SLOTS + (static_cast<size_t>(number) + 37 * static_cast<size_t>(route.type)) % SLOTS];
        const bool is_known = seen.version == route.version && (seen.fit.pickup != NOWHERE || seen.fit.extra >= best.fit.extra);
        if (!is_known) seen = {route.version, inserter_.cheapest(route, request, best.fit.extra)};
        if (seen.fit.pickup == NOWHERE || seen.fit.extra >= best.fit.extra) return;
        Fit fit = seen.fit;
        if (route.size() > 0 && chance_.blinks()) fit = inserter_.cheapest(route, request, best.fit.extra, fit);
        if (fit.pickup != NOWHERE) best = {fit, number, route.type};
    }

    // Asks the memory for what is remembered of the request.
    void fetch(int request) const {
        const auto* line = reinterpret_cast<const char*>(&seen_[static_cast<size_t>(request) * SLOTS]);
        for (size_t k = 0; k < SLOTS * sizeof(Seen); k += 64) __builtin_prefetch(line + k);
    }

private:
    static constexpr size_t SLOTS = 128;

    // `fit` tells of the route as it stood at `version`.
    struct Seen {
        uint64_t version;
        Fit fit;
    };

    const Question& question_;
    Chance& chance_;
    Inserter inserter_;
    std::vector<Seen> seen_;
};

}  // namespace foodshed
