// Forces an absent request into a route by throwing out one or two that were missed less often: guided ejection
// (Y. Nagata, O. Braysy, Operations Research Letters 37(5), 2009). Knows nothing of what it costs in metres.
#pragma once

#include <algorithm>
#include <vector>

#include "chance.hpp"
#include "insertion.hpp"
#include "solution.hpp"

namespace foodshed {

class Ejection {
public:
    Ejection(const Question& question, Chance& chance, Solution& solution)
        : question_(question), chance_(chance), inserter_(question), solution_(solution) {}

    // Puts one absent request, drawn by chance, into the route where those that must leave for it were missed least,
    // if that is less often than itself. A change that `Solution` can undo.
    void force_in(const std::vector<int64_t>& missed) {
        const auto& absent = solution_.absent();
        const auto& routes = solution_.routes();
        if (absent.empty() || routes.empty()) return;
        request_ = absent[static_cast<size_t>(chance_.below(static_cast<int>(absent.size())))];
        least_ = missed[static_cast<size_t>(request_)];
        number_ = NOBODY;
        const int count = static_cast<int>(routes.size()), first = chance_.below(count);
        for (int k = 0; k < count; ++k) try_route((first + k) % count, missed);
        if (number_ == NOBODY) return;
        solution_.mark_leaving(first_);
        if (second_ != NOBODY) solution_.mark_leaving(second_);
        solution_.take_out_marked();
        solution_.take_from_absent(request_);
        solution_.put_in(request_, number_, fit_.pickup, fit_.drop);
    }

private:
    static constexpr int64_t ANY_COST = INT64_MAX / 4;

    void try_route(int number, const std::vector<int64_t>& missed) {
        const Route& route = solution_.routes()[static_cast<size_t>(number)];
        if (!question_.is_allowed(request_, route.type)) return;
        inside_.clear();
        for (int32_t id : route.tasks) {
            const int request = question_.tasks[static_cast<size_t>(id)].request;
            const Request& wanted = question_.requests[static_cast<size_t>(request)];
            if (id == (wanted.pickup == NOBODY ? wanted.drop : wanted.pickup))
                inside_.emplace_back(missed[static_cast<size_t>(request)], request);
        }
        std::sort(inside_.begin(), inside_.end());
        for (size_t a = 0; a < inside_.size() && inside_[a].first < least_; ++a) {
            try_without(number, inside_[a].first, inside_[a].second, NOBODY);
            for (size_t b = 0; b < a && inside_[a].first + inside_[b].first < least_; ++b)
                try_without(number, inside_[a].first + inside_[b].first, inside_[a].second, inside_[b].second);
        }
    }

    void try_without(int number, int64_t missed, int first, int second) {
        if (missed >= least_) return;
        const Route& route = solution_.routes()[static_cast<size_t>(number)];
        trial_.type = route.type;
        trial_.tasks.clear();
        for (int32_t id : route.tasks) {
            const int request = question_.tasks[static_cast<size_t>(id)].request;
            if (request != first && request != second) trial_.tasks.push_back(id);
        }
        refresh(question_, trial_);
        const Fit fit = inserter_.cheapest(trial_, request_, ANY_COST);
        if (fit.pickup == NOWHERE) return;
        least_ = missed;
        number_ = number;
        first_ = first;
        second_ = second;
        fit_ = fit;
    }

    const Question& question_;
    Chance& chance_;
    Inserter inserter_;
    Solution& solution_;
    Route trial_;
    std::vector<std::pair<int64_t, int>> inside_;
    int request_ = NOBODY;
    int64_t least_ = 0;
    int number_ = NOBODY, first_ = NOBODY, second_ = NOBODY;
    Fit fit_{};
};

}  // namespace foodshed
