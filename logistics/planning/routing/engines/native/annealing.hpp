// The two phases of the search: needing fewer vans where vans come first, then spending less.
// Knows when to do what, not how a change is made.
#pragma once

#include "cooling.hpp"
#include "parts.hpp"

namespace foodshed {

class Annealing {
public:
    Annealing(const Question& question, const Tuning& tuning, const Budget& budget, uint64_t seed, Listener& listener)
        : course_(budget, listener),
          tuning_(tuning),
          search_(question, tuning, seed),
          parts_(question, search_.neighbours(), tuning.part_tasks, search_.chance()),
          fewer_vans_(budget.fewer_vans) {}

    const Remembered& run(const Remembered& hint) {
        Solution& solution = search_.solution();
        search_.take_over(hint);
        solution.begin();
        search_.recreate_all();
        solution.keep();
        first_s = course_.seconds();
        course_.remember(solution.remember());
        course_.tell();
        search_.tune();
        parts_.tune(solution);
        if (fewer_vans_ > 0 && !search_.has_short_routes()) {
            try_fewer_vans();
        } else {
            if (fewer_vans_ > 0) need_fewer_vans(fewer_vans_, LONG);
            spend_less(1);
        }
        return course_.best();
    }

    int64_t steps() const { return course_.steps; }
    int64_t steps_on_vans = 0;
    double first_s = 0;

private:
    // How long the next route may resist at least: so much of the whole budget, and so many steps for each request.
    struct Patience {
        double share;
        double steps;
    };

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
        dropped_at_ = course_.spent();
        dropped_step_ = course_.steps;
    }

    // The next route has resisted for long, and there is better use for the time.
    bool is_in_vain(Patience patience) {
        const auto requests = static_cast<double>(search_.question().requests.size());
        const auto steps = static_cast<double>(course_.steps);
        const double spent = course_.spent(), tried = steps - static_cast<double>(dropped_step_);
        if (spent - dropped_at_ < patience.share || tried < patience.steps * requests) return false;
        return steps / spent - steps < ENOUGH_STEPS * requests;
    }

    // Where vans are few and routes long, next to nothing can change places, and cooling hardly leaves what emptying
    // routes has made of a plan: LRC2_4_6, cooled four times from one such plan, ended within 2 %, and from several
    // plans 13 % apart (docs/benchmarks.md). So routes are emptied several times, always from the plan with all vans,
    // and each plan is cooled for a while. The cheapest goes on, which may be the one with all vans.
    void try_fewer_vans() {
        spend_less(ALL_VANS_UNTIL);
        const Remembered with_all_vans = course_.best();
        if (with_all_vans.absent.empty() && with_all_vans.tasks.size() > 1) {
            Remembered cheapest = with_all_vans;
            for (int time = 0; time < STARTS && course_.spent() < 1; ++time) {
                course_.remember(with_all_vans);
                // The first time as few vans as will be, then as few as the cheapest needs.
                if (time == 0)
                    need_fewer_vans(EMPTYING_FIRST * fewer_vans_, BRIEFLY);
                else
                    need_fewer_vans(EMPTYING * fewer_vans_, BRIEFLY, cheapest.tasks.size());
                spend_less(course_.spent() + A_START);
                if (time == 0 || course_.best().cost < cheapest.cost) cheapest = course_.best();
            }
            if (with_all_vans.cost < cheapest.cost) cheapest = with_all_vans;
            course_.remember(cheapest);
            search_.solution().recall(cheapest);
            search_.limit_routes(static_cast<int>(cheapest.tasks.size()));
        }
        spend_less(1);
    }

    // Absence counters: what was often left out is put in first, and a change that leaves out less-missed requests
    // wins. Empties a route at least, and more while there are more than `enough`. Ends with its share of the budget,
    // or sooner if the next route resists.
    void need_fewer_vans(double share, Patience patience, size_t enough = 1) {
        Solution& solution = search_.solution();
        solution.recall(course_.best());
        if (!solution.absent().empty() || solution.routes().size() < 2) return;
        const double from = course_.spent();
        drop_a_route();
        int64_t missed = missed_in_all();
        const auto passed = [&] { return (course_.spent() - from) / share; };
        for (; passed() < 1 && course_.spent() < 1 && !is_in_vain(patience); ++course_.steps) {
            if (course_.steps % FORCED_EVERY == 0) {
                solution.begin();
                search_.force_in();
                missed = missed_in_all();
            }
            const size_t absent = solution.absent().size();
            solution.begin();
            search_.ruin_less();
            search_.recreate(true);
            if (solution.absent().empty()) {
                solution.keep();
                course_.remember(solution.remember());
                if (course_.best().tasks.size() <= enough) break;
                drop_a_route();
                missed = missed_in_all();
                continue;
            }
            const int64_t now_missed = missed_in_all();
            const bool is_better = now_missed < missed;
            const bool is_equal = now_missed == missed && solution.absent().size() <= absent;
            for (int request : solution.absent()) ++search_.missed()[static_cast<size_t>(request)];
            const auto more = static_cast<double>(solution.cost() - solution.cost_before());
            if (is_better || (is_equal && more < search_.bound(STEADY)))
                solution.keep();
            else
                solution.undo();
            missed = missed_in_all();
        }
        solution.recall(course_.best());
        search_.limit_routes(static_cast<int>(course_.best().tasks.size()));
        steps_on_vans = std::max<int64_t>(1, course_.steps);
    }

    // Until so much of the budget is spent.
    void spend_less(double until) {
        Cooling cooling(course_, until, steps_on_vans > 0);
        const double whole = parts_.pay() ? WHOLE_SHARE : 1;
        cooling.run(search_, whole, course_.best().cost, [&] { course_.remember(search_.solution().remember()); });
        while (cooling.passed() < 1 && search_a_part(cooling)) {}
    }

    // One part alone for a while, as hot as the whole would be. False if there is none, or somebody said stop.
    bool search_a_part(Cooling& cooling) {
        Solution& whole = search_.solution();
        const std::unique_ptr<Part> part = parts_.next(whole);
        if (part == nullptr) return false;
        Search search(part->question(), tuning_, search_.chance().next());
        Solution& solution = search.solution();
        solution.recall(part->before());
        search.tune();
        search.heat_like(search_);
        search.limit_routes(search_.most_routes() - part->routes_elsewhere());
        Remembered best = part->before();
        const int64_t elsewhere = part->stitched({}).cost;
        cooling.run(search, cooling.passed() + part_share(), course_.best().cost - elsewhere,
                    [&] { best = solution.remember(); });
        if (course_.is_stopped()) return false;
        if (elsewhere + best.cost < course_.best().cost) course_.remember(part->stitched(best));
        whole.recall(part->stitched(solution.remember()));
        return true;
    }

    double part_share() const {
        return std::max(PART_SHARE, course_.share_of(STEPS_A_TASK * parts_.size(), LEAST_PART_S));
    }

    static constexpr int64_t FORCED_EVERY = 60;
    static constexpr double STEADY = 0.1;  // as hot as a cooling after this share, all the time
    static constexpr Patience LONG{0.2, 200};
    static constexpr Patience BRIEFLY{0.06, 50};
    static constexpr double ENOUGH_STEPS = 1'500;  // for each request, to spend less afterwards
    static constexpr double ALL_VANS_UNTIL = 0.2;  // on long routes
    static constexpr int STARTS = 4;
    static constexpr double EMPTYING_FIRST = 0.5;  // of the share for fewer vans, at most
    static constexpr double EMPTYING = 0.1;        // the same, each time after that
    static constexpr double A_START = 0.07;
    static constexpr double WHOLE_SHARE = 0.05;
    static constexpr double PART_SHARE = 0.015;
    static constexpr double STEPS_A_TASK = 8;
    static constexpr double LEAST_PART_S = 0.25;

    Course course_;
    Tuning tuning_;
    Search search_;
    Parts parts_;
    double fewer_vans_;
    double dropped_at_ = 0;  // how much of the budget was spent when the last route was dropped
    int64_t dropped_step_ = 0;
};

}  // namespace foodshed
