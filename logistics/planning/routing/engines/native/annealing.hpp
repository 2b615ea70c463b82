// The two phases of the search: needing fewer vans where vans come first, then spending less.
// Knows when to stop and whom to tell, not how a change is made.
#pragma once

#include <chrono>
#include <cmath>
#include <ctime>

#include "search.hpp"

namespace foodshed {

struct Budget {
    double seconds;      // not used when counted in steps
    int64_t steps;       // ruins in all; 0 when counted in seconds
    double fewer_vans;   // share spent on needing fewer vans, where they come first; half unless routes are short
    bool is_processor;   // seconds of this thread's processor time instead of the wall clock's
};

class Listener {
public:
    virtual ~Listener() = default;
    // Hears of the best answer, if it is new, now and then; true asks to stop.
    virtual bool stops(const Remembered& best, bool is_new) = 0;
};

inline double now_s(bool is_processor) {
    if (is_processor) {
        timespec now;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class Annealing {
public:
    Annealing(const Question& question, const Tuning& tuning, const Budget& budget, uint64_t seed, Listener& listener)
        : began_s_(now_s(budget.is_processor)),
          budget_(budget),
          listener_(listener),
          search_(question, tuning, seed) {}

    const Remembered& run(const Remembered& hint) {
        Solution& solution = search_.solution();
        search_.take_over(hint);
        solution.begin();
        search_.recreate_all();
        solution.keep();
        first_s = now_s(budget_.is_processor) - began_s_;
        remember();
        tell();
        search_.tune();
        if (budget_.fewer_vans > 0) {
            if (search_.has_long_routes()) spend_less(ALL_VANS_UNTIL);
            if (!search_.has_short_routes()) {
                budget_.fewer_vans *= LONG_FEWER_VANS;
                forced_every_ = LONG_FORCED_EVERY;
            }
            const Remembered with_all_vans = best_;
            need_fewer_vans();
            spend_less(1);
            if (with_all_vans.cost < best_.cost) best_ = with_all_vans;
        } else {
            spend_less(1);
        }
        return best_;
    }

    int64_t steps = 0;
    int64_t steps_on_vans = 0;
    double first_s = 0;

private:
    void remember() {
        best_ = search_.solution().remember();
        is_new_ = true;
    }

    void tell() {
        if (is_stopped_) return;
        is_stopped_ = listener_.stops(best_, is_new_);
        is_new_ = false;
    }

    // How much of the budget is spent, 1 or more when it is over. In seconds it is looked at every 16 steps.
    double spent() {
        if (steps % STEPS_UNTOLD == 0) tell();
        if (is_stopped_) return 1;
        if (budget_.steps > 0) return static_cast<double>(steps) / static_cast<double>(budget_.steps);
        if (steps % STEPS_UNTIMED == 0 || spent_ >= 1)
            spent_ = (now_s(budget_.is_processor) - began_s_) / std::max(1e-9, budget_.seconds);
        return spent_;
    }

    // How much more the next change may cost.
    double bound(double share) { return -search_.heat_at(share) * std::log(search_.chance().share()); }

    bool is_accepted(double share, int64_t more_cost) { return static_cast<double>(more_cost) < bound(share); }

    void exchange_tails(double share) {
        Solution& solution = search_.solution();
        for (int time = 0; time < TAILS_A_STEP; ++time) {
            if (!search_.exchange_tails(bound(share))) continue;
            solution.keep();
            if (solution.cost() < best_.cost) remember();
        }
    }

    int64_t missed_in_all() {
        int64_t sum = 0;
        for (int request : search_.solution().absent()) sum += search_.missed()[static_cast<size_t>(request)];
        return sum;
    }

    // Empties the route whose requests were missed least, and forbids opening another.
    void drop_a_route() {
        Solution& solution = search_.solution();
        if (solution.routes().size() < 2) return;
        const Question& question = search_.question();
        int chosen = 0;
        int64_t least = INT64_MAX;
        for (int number = 0; number < static_cast<int>(solution.routes().size()); ++number) {
            int64_t missed = 0;
            for (int32_t task : solution.routes()[static_cast<size_t>(number)].tasks)
                missed += search_.missed()[static_cast<size_t>(question.tasks[static_cast<size_t>(task)].request)];
            if (missed < least) {
                least = missed;
                chosen = number;
            }
        }
        solution.begin();
        for (int32_t task : solution.routes()[static_cast<size_t>(chosen)].tasks)
            solution.mark_leaving(question.tasks[static_cast<size_t>(task)].request);
        solution.take_out_marked();
        solution.keep();
        search_.limit_routes(static_cast<int>(solution.routes().size()));
    }

    // Absence counters: what was often left out is put in first, and a change that leaves out less-missed requests
    // wins.
    void need_fewer_vans() {
        Solution& solution = search_.solution();
        solution.recall(best_);
        if (!solution.absent().empty() || solution.routes().size() < 2) return;
        const double from = spent();
        drop_a_route();
        int64_t missed = missed_in_all();
        for (double share = 0; (share = (spent() - from) / budget_.fewer_vans) < 1 && spent() < 1; ++steps) {
            if (steps % forced_every_ == 0) {
                solution.begin();
                search_.force_in();
                missed = missed_in_all();
            }
            const size_t absent = solution.absent().size();
            solution.begin();
            search_.ruin();
            search_.recreate(true);
            if (solution.absent().empty()) {
                solution.keep();
                remember();
                if (best_.tasks.size() < 2) break;
                drop_a_route();
                missed = missed_in_all();
                continue;
            }
            const int64_t now_missed = missed_in_all();
            const bool is_better = now_missed < missed;
            const bool is_equal = now_missed == missed && solution.absent().size() <= absent;
            for (int request : solution.absent()) ++search_.missed()[static_cast<size_t>(request)];
            if (is_better || (is_equal && is_accepted(share, solution.cost() - solution.cost_before())))
                solution.keep();
            else
                solution.undo();
            missed = missed_in_all();
        }
        solution.recall(best_);
        search_.limit_routes(static_cast<int>(best_.tasks.size()));
        steps_on_vans = std::max<int64_t>(1, steps);
    }

    // What the answer costs if leaving a request out costs no more than `lenient_`: where vans are few and tight, most
    // ways to a better answer lead over incomplete ones. The price follows how often the answer is incomplete.
    int64_t lenient_cost() {
        const Solution& solution = search_.solution();
        int64_t cost = solution.cost();
        for (int request : solution.absent()) {
            const int64_t price = search_.question().requests[static_cast<size_t>(request)].price;
            cost -= std::max<int64_t>(0, price - static_cast<int64_t>(lenient_));
        }
        return cost;
    }

    // Until so much of the budget is spent.
    void spend_less(double until) {
        Solution& solution = search_.solution();
        const double from = spent();
        lenient_ = LENIENT_EDGES * search_.edge();
        const int64_t first_step = steps;
        const bool are_vans_few = steps_on_vans > 0;
        bool is_heated = false;
        for (double share = from; (share = spent()) < until; ++steps) {
            const double passed = (share - from) / (until - from);
            if (!is_heated && (passed > SHARE_TIMED || budget_.steps > 0)) {
                is_heated = true;
                search_.heat_for(budget_.steps > 0 ? (until - from) * static_cast<double>(budget_.steps)
                                                   : static_cast<double>(steps - first_step) / passed,
                                 are_vans_few);
            }
            lenient_ *= solution.absent().empty() ? CHEAPER : DEARER;
            lenient_ = std::clamp(lenient_, search_.edge(), MOST_LENIENT);
            if (search_.can_exchange_tails()) exchange_tails(passed);
            const int64_t before = lenient_cost();
            solution.begin();
            search_.ruin();
            search_.recreate();
            search_.retype();
            const int64_t now = lenient_cost();
            const bool is_best = solution.cost() < best_.cost;
            if (!is_best && !is_accepted(passed, now - before)) {
                solution.undo();
                continue;
            }
            solution.keep();
            if (is_best) remember();
        }
    }

    static constexpr int64_t STEPS_UNTOLD = 256;
    static constexpr int64_t STEPS_UNTIMED = 16;
    static constexpr int64_t FORCED_EVERY = 200;
    static constexpr int64_t LONG_FORCED_EVERY = 60;
    static constexpr double LONG_FEWER_VANS = 0.5;
    static constexpr double ALL_VANS_UNTIL = 0.3;
    static constexpr int TAILS_A_STEP = 20;
    static constexpr double SHARE_TIMED = 0.02;
    static constexpr double LENIENT_EDGES = 10;
    static constexpr double MOST_LENIENT = 1e17;
    static constexpr double CHEAPER = 0.998;
    static constexpr double DEARER = 1.004;

    double began_s_;
    Budget budget_;
    Listener& listener_;
    Search search_;
    Remembered best_;
    double spent_ = 0;
    double lenient_ = 0;
    int64_t forced_every_ = FORCED_EVERY;
    bool is_new_ = false;
    bool is_stopped_ = false;
};

}  // namespace foodshed
