// Spending less: simulated annealing from some share of the budget to another, on the whole answer or on parts of it
// in turn. Knows neither what the answer belongs to nor what is done with a better one.
#pragma once

#include <cmath>

#include "course.hpp"
#include "search.hpp"

namespace foodshed {

class Cooling {
public:
    // `until`: the share of the budget at which it is cold.
    Cooling(Course& course, double until, bool are_vans_few)
        : course_(course),
          from_(course.spent()),
          until_(until),
          first_step_(course.steps),
          are_vans_few_(are_vans_few) {}

    double until() const { return until_; }

    // How much of its own share is spent; 1 or more when it is over.
    double passed() {
        const double spent = course_.spent();
        return spent < until_ ? (spent - from_) / (until_ - from_) : 1;
    }

    // Searches until so much of its share is spent. Where the answer costs less than `least`, `keep` hears of it.
    template <class Keep>
    void run(Search& search, double until, int64_t least, Keep keep) {
        Solution& solution = search.solution();
        const auto keep_better = [&] {
            solution.keep();
            if (solution.cost() >= least) return;
            least = solution.cost();
            keep();
        };
        for (double share; (share = passed()) < std::min(1.0, until); ++course_.steps) {
            heat(search, share);
            if (search.can_exchange_tails()) {
                for (int time = 0; time < TAILS_A_STEP; ++time)
                    if (search.exchange_tails(search.bound(share))) keep_better();
            }
            solution.begin();
            search.ruin();
            search.recreate();
            search.retype();
            const auto more = static_cast<double>(solution.cost() - solution.cost_before());
            if (solution.cost() < least || more < search.bound(share))
                keep_better();
            else
                solution.undo();
        }
    }

private:
    // How much heat there is time for is known in advance, or after a while.
    void heat(Search& search, double share) {
        const int64_t steps = course_.budget().steps;
        if (is_heated_ || (share <= SHARE_TIMED && steps == 0)) return;
        is_heated_ = true;
        search.heat_for(steps > 0 ? (until_ - from_) * static_cast<double>(steps)
                                  : static_cast<double>(course_.steps - first_step_) / share,
                        are_vans_few_);
    }

    static constexpr int TAILS_A_STEP = 40;
    static constexpr double SHARE_TIMED = 0.02;

    Course& course_;
    double from_;
    double until_;
    int64_t first_step_;
    bool are_vans_few_;
    bool is_heated_ = false;
};

}  // namespace foodshed
