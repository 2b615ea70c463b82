// Where a request fits best into a route, and what that costs.
#pragma once

#include "lone.hpp"
#include "paired.hpp"

namespace foodshed {

class Inserter {
public:
    explicit Inserter(const Question& question) : question_(question), lone_(question), paired_(question) {}

    // The cheapest place in the route for less than `bound`, other than the one overlooked.
    Fit cheapest(const Route& route, int request, int64_t bound, Fit overlooked = NO_FIT) {
        Fit best{bound, NOWHERE, NOWHERE};
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        if (wanted.pickup == NOBODY || wanted.drop == NOBODY)
            lone_.look(route, request, overlooked, best);
        else
            paired_.look(route, request, overlooked, best);
        return best;
    }

    // Improves `best` if the lone request goes after position `i`; an empty route is not asked. True if it did.
    bool looks_after(const Route& route, const Call& one, bool is_drop, int i, Fit& best) {
        return lone_.looks_after(route, one, is_drop, i, best);
    }

private:
    const Question& question_;
    Lone lone_;
    Paired paired_;
};

}  // namespace foodshed
