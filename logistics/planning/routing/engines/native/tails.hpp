// Two routes exchange their tails (2-opt*; J.-Y. Potvin, J.-M. Rousseau, Journal of the Operational Research Society
// 46(12), 1995): on long routes no string is as long as what two crossing routes must swap. Pairs are left alone, for
// a cut may fall between a pickup and its drop.
#pragma once

#include <algorithm>
#include <cstdlib>

#include "chance.hpp"
#include "nearby.hpp"
#include "solution.hpp"

namespace foodshed {

class Tails {
public:
    Tails(const Question& question, const Neighbours& neighbours, const Nearby& nearby, Chance& chance,
          Solution& solution)
        : question_(question), neighbours_(neighbours), nearby_(nearby), chance_(chance), solution_(solution) {
        const auto all = [&](auto is_true) {
            return std::all_of(question.requests.begin(), question.requests.end(), is_true);
        };
        can_exchange_ = all([](const Request& request) { return request.pickup == NOBODY; }) ||
                        all([](const Request& request) { return request.drop == NOBODY; });
    }

    // Whether every request is a drop alone, or every one a pickup alone.
    bool can_exchange() const { return can_exchange_; }

    // Draws a task and lets it be followed by the nearest tail of another route that adds less than `bound`: a change
    // of its own, to be kept. False if there is none; the solution is as it was.
    bool exchange(double bound) {
        const auto& seeds = neighbours_.seeds();
        const int task = seeds[static_cast<size_t>(chance_.below(static_cast<int>(seeds.size())))];
        const int number = solution_.route_of(task);
        if (number == NOBODY) return false;
        const Cut cut{solution_.routes()[static_cast<size_t>(number)], solution_.position_of(task) + 1};
        if (!cut.keeps_calls_at_the_yard()) return false;
        const VanType& kind = van(cut);
        const Leg* on = question_.from(kind.speed, cut.last().place);
        const double most = static_cast<double>(paid(kind, cut.last().gap)) + bound;
        for (int follower : nearby_.after(task)) {
            // One of the two new ways must be short; where it is the other one and between tasks, it is drawn too.
            const Leg& way = on[question_.tasks[static_cast<size_t>(follower)].place];
            const bool is_between_tasks = cut.after < cut.route.size() && solution_.position_of(follower) > 0;
            if (is_between_tasks && static_cast<double>(paid(kind, way)) >= most) continue;
            const int other = solution_.route_of(follower);
            if (other == NOBODY || other == number) continue;
            const Cut second{solution_.routes()[static_cast<size_t>(other)], solution_.position_of(follower)};
            if (second.route.type != cut.route.type || !second.keeps_calls_at_the_yard()) continue;
            if (!is_in_time(cut, second) || !is_in_time(second, cut)) continue;
            if (static_cast<double>(added(cut, second)) >= bound) continue;
            if (!carries(cut, second) || !carries(second, cut)) continue;
            solution_.begin();
            solution_.exchange_tails(number, cut.after, other, second.after);
            const auto more = static_cast<double>(solution_.cost() - solution_.cost_before());
            if (more < bound && can_drive(number) && can_drive(other)) return true;
            solution_.undo();
            return false;
        }
        return false;
    }

private:
    // A route after so many tasks.
    struct Cut {
        const Route& route;
        int after;

        const Stop& last() const { return route.stops[static_cast<size_t>(after)]; }
        const Stop& next() const { return route.stops[static_cast<size_t>(after) + 1]; }
        bool keeps_calls_at_the_yard() const {
            return after >= route.leading && after <= route.size() - route.trailing;
        }
    };

    const VanType& van(const Cut& cut) const { return question_.types[static_cast<size_t>(cut.route.type)]; }
    const Leg& between(const Cut& head, const Cut& tail) const {
        return question_.from(van(head).speed, head.last().place)[tail.next().place];
    }
    static bool is_nothing(const Cut& head, const Cut& tail) {
        return head.after == 0 && tail.after == tail.route.size();
    }

    static int64_t paid(const VanType& kind, const Leg& way) {
        return kind.per_metre * way.metres + kind.per_second * way.seconds;
    }

    bool is_in_time(const Cut& head, const Cut& tail) const {
        return head.last().leave_s + between(head, tail).seconds <= tail.next().latest_s;
    }

    // What a head and a tail cost together: a little less where they share a visit, more where windows leave gaps.
    int64_t seconds_of(const Cut& head, const Cut& tail) const {
        if (is_nothing(head, tail)) return 0;
        return joined(head.route.until[static_cast<size_t>(head.after)], between(head, tail).seconds,
                      tail.route.from[static_cast<size_t>(tail.after) + 1])
            .lasts_s;
    }

    int64_t added(const Cut& one, const Cut& other) const {
        const VanType& kind = van(one);
        int64_t more = kind.per_metre * (static_cast<int64_t>(between(one, other).metres) +
                                         between(other, one).metres - one.last().gap.metres - other.last().gap.metres);
        if (is_nothing(other, one)) more -= kind.fixed;
        if (kind.per_second == 0) return more;
        return more + kind.per_second * (seconds_of(one, other) + seconds_of(other, one)) - one.route.hours -
               other.route.hours;
    }

    // What goes out alone is on board from the start, what comes in alone until the end.
    bool carries(const Cut& head, const Cut& tail) const {
        const auto load = [&](const Cut& cut, int position, int d) {
            return cut.route.load[static_cast<size_t>(position * question_.dimensions + d)];
        };
        for (int d = 0; d < question_.dimensions; ++d) {
            const int32_t first = std::abs(load(head, head.after, d) - load(head, 0, d));
            const int32_t rest = std::abs(load(tail, tail.route.size(), d) - load(tail, tail.after, d));
            if (first + rest > van(head).capacity[d]) return false;
        }
        return true;
    }

    bool can_drive(int number) const {
        const Route& route = solution_.routes()[static_cast<size_t>(number)];
        return route.is_in_time && route.driving_s <= question_.types[static_cast<size_t>(route.type)].driving_limit_s;
    }

    const Question& question_;
    const Neighbours& neighbours_;
    const Nearby& nearby_;
    Chance& chance_;
    Solution& solution_;
    bool can_exchange_;
};

}  // namespace foodshed
