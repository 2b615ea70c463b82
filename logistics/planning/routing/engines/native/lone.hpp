// The places in a route for a request that is a drop alone or a pickup alone.
#pragma once

#include <algorithm>
#include <cstdlib>

#include "taking.hpp"

namespace foodshed {

class Lone : private Taking {
public:
    explicit Lone(const Question& question) : Taking(question) {}

    // Improves `best` if the request fits into the route for less, at another place than the one overlooked.
    void look(const Route& route, int request, Fit overlooked, Fit& best) {
        if (!begin(route, request, best.extra, overlooked)) return;
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        is_clocked_ ? look_everywhere<true>(wanted, best) : look_everywhere<false>(wanted, best);
    }

    // Improves `best` if the request goes after position `i`; an empty route is not asked. True if it did.
    bool looks_after(const Route& route, const Call& one, bool is_drop, int i, Fit& best) {
        if (!begin(route, one.task.request, best.extra, NO_FIT)) return false;
        if (i < route.leading || i > route.size() - route.trailing) return false;
        const int64_t before = best.extra;
        if (!carries(one.task, is_drop, i)) return false;
        is_clocked_ ? look_at<true>(one, i, best) : look_at<false>(one, i, best);
        return best.extra < before;
    }

private:
    template <bool CLOCKED>
    void look_everywhere(const Request& wanted, Fit& best) {
        const bool is_drop = wanted.pickup == NOBODY;
        const Call one = call(is_drop ? wanted.drop : wanted.pickup);
        int first, last;
        bounds(one.task, is_drop, first, last);
        narrow_by_load(one.task, is_drop, first, last);
        for (int i = first_in_time(one.task, first, last); i <= last; ++i) {
            if (stop(i).leave_s > one.task.closes_s && !same_visit(one.task, i)) break;
            look_at<CLOCKED>(one, i, best);
        }
    }

    template <bool CLOCKED>
    void look_at(const Call& one, int i, Fit& best) {
        const bool joins = same_visit(one.task, i);
        if (!joins && splits_visit(i)) return;
        if (comes_too_late(one.task, i + 1)) return;
        const Leg more = detour(one, i);
        if (!is_worth(more.metres, best.extra)) return;
        const int32_t ready_s = done_s<CLOCKED>(one, place(i), stop(i).leave_s, joins);
        if (ready_s == NEVER_S || !keeps_rest(one, ready_s, i + 1) || drives_too_long(more.seconds)) return;
        Stretch whole{};
        if (is_timed()) whole = closed(with(route_->until[static_cast<size_t>(i)], one, place(i), joins), one, i + 1);
        take<CLOCKED>(best, request_of(one), more.metres, whole, i, i);
    }

    // A lone drop is on board from the start to its position, a lone pickup from its position to the end.
    bool carries(const Task& one, bool is_drop, int i) const {
        const int dimensions = question_.dimensions;
        const auto& most = is_drop ? route_->most_before : route_->most_after;
        const int32_t* load = &most[static_cast<size_t>(i) * static_cast<size_t>(dimensions)];
        for (int d = 0; d < dimensions; ++d)
            if (load[d] + std::abs(one.load[d]) > van_->capacity[d]) return false;
        return true;
    }

    // A lone drop is on board from the start to its position, a lone pickup from its position to the end.
    void narrow_by_load(const Task& one, bool is_drop, int& first, int& last) const {
        const int dimensions = question_.dimensions;
        for (int d = 0; d < dimensions; ++d) {
            const int32_t more = is_drop ? -one.load[d] : one.load[d];
            const auto load = [&](int k) {
                return route_->load[static_cast<size_t>(k) * static_cast<size_t>(dimensions) + static_cast<size_t>(d)];
            };
            if (is_drop) {
                int k = 0;
                while (k <= last && load(k) + more <= van_->capacity[d]) ++k;
                last = std::min(last, k - 1);
            } else {
                int k = route_->size();
                while (k >= first && load(k) + more <= van_->capacity[d]) --k;
                first = std::max(first, k + 1);
            }
        }
    }
};

}  // namespace foodshed
