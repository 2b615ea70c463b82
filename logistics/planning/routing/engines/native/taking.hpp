// What it costs in all that a request goes to a place in a route, and whether that beats the best place found.
// Knows nothing of which places are worth trying.
#pragma once

#include <algorithm>
#include <vector>

#include "probe.hpp"

namespace foodshed {

// Where a request goes: its pickup after position `pickup`, its drop after what was at position `drop`. Where no
// place is cheaper than what was asked for, `pickup` is NOWHERE and `extra` what was asked for.
struct Fit {
    int64_t extra;
    int pickup;
    int drop;
};
constexpr int NOWHERE = -1;
constexpr Fit NO_FIT{0, NOWHERE, NOWHERE};

class Taking : protected Probe {
protected:
    explicit Taking(const Question& question) : Probe(question) {}

    // The route and the request that every place is looked at for from here on, and the place that is overlooked.
    // False if nothing there could cost less than `bound`.
    bool begin(const Route& route, int request, int64_t bound, Fit overlooked) {
        turn_to(route);
        opening_ += question_.moved_to(request, route.type);
        overlooked_ = overlooked;
        return opening_ < bound && route.is_in_time;
    }

    // CLOCKED, here and below: the van needs a clock. Then nothing is told truly by a stretch, but nothing is told too
    // dear: what might win by it goes by the clock.
    template <bool CLOCKED>
    void take(Fit& best, const Request& wanted, int64_t metres, const Stretch& whole, int pickup, int drop) {
        int64_t extra = paid(metres, whole);
        if (extra >= best.extra || (pickup == overlooked_.pickup && drop == overlooked_.drop)) return;
        if constexpr (CLOCKED) {
            const int64_t way = opening_ + van_->per_metre * metres;
            if (way >= best.extra) return;
            const int64_t hours = hours_with(wanted, pickup, drop, best.extra - way + route_->hours);
            if (hours == NO_DAY) return;
            extra = way + hours - route_->hours;
        }
        best = {extra, pickup, drop};
    }

    // What the hours of the day cost with the request there; NO_DAY if that is `most` or more.
    [[gnu::noinline]] int64_t hours_with(const Request& wanted, int pickup, int drop, int64_t most) {
        trial_ = route_->tasks;
        if (wanted.drop != NOBODY) trial_.insert(trial_.begin() + drop, wanted.drop);
        if (wanted.pickup != NOBODY) trial_.insert(trial_.begin() + pickup, wanted.pickup);
        return least_day(question_, *van_, trial_, most);
    }

    const Request& request_of(const Call& one) const {
        return question_.requests[static_cast<size_t>(one.task.request)];
    }

private:
    Fit overlooked_ = NO_FIT;
    std::vector<int32_t> trial_;
};

}  // namespace foodshed
