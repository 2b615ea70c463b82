// What the hours of a day cost where stretches cannot tell: drivers who must rest, doors with several windows, moments
// that have a price. The twin of walking.py. Knows nothing of loads and metres.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "stretch.hpp"

namespace foodshed {

constexpr int64_t NO_DAY = INT64_MAX / 4;

class Clock {
public:
    // The least in wages and prices for which the van does these tasks in this order; NO_DAY if it cannot, or not for
    // less than `most`. Every visit begins as early as it can, so only the start of the day is to be chosen: when some
    // visit is reached just as a window opens or closes, or its price changes, or a wait becomes long enough to rest.
    int64_t least(const Question& question, const VanType& van, const std::vector<int32_t>& tasks, int64_t most) {
        van_ = &van;
        if (!cut(question, tasks)) return NO_DAY;
        least_wages_ = van.per_second * plain_.lasts_s;
        if (least_wages_ >= most) return NO_DAY;
        best_ = most;
        too_late_s_ = std::min(van.latest_s, last_start_s_) + 1;
        start_at(question, van.earliest_s);
        if (too_late_s_ <= van.earliest_s) return NO_DAY;
        start_at(question, plain_.earliest_s);
        if (best_ > least_wages_) start_at_edges(question);
        return best_ < most ? best_ : NO_DAY;
    }

private:
    // Tasks in a row of one group. `passed_s` is how long it takes to get there without waiting or resting.
    struct Visit {
        int32_t travel_s, opens_s, closes_s, service_s, group, passed_s;
        size_t first_price, end_price;
    };

    // False if no driver may drive one of the legs in one go.
    bool cut(const Question& question, const std::vector<int32_t>& tasks) {
        visits_.clear();
        prices_.clear();
        plain_ = {0, van_->earliest_s, van_->latest_s};
        last_start_s_ = van_->latest_s;
        int32_t passed_s = 0, place = van_->start, driving_s = 0;
        for (int32_t id : tasks) {
            const Task& task = question.tasks[static_cast<size_t>(id)];
            if (!visits_.empty() && task.group == visits_.back().group) {
                plain_ = joined(plain_, 0, as_joining(task));
                visits_.back().service_s += task.goods_s;
                passed_s += task.goods_s;
            } else {
                const int32_t travel_s = question.seconds(van_->speed, place, task.place);
                if (van_->rest_s != 0 && travel_s > van_->rest_after_s) return false;
                passed_s += travel_s;
                driving_s += travel_s;
                plain_ = joined(plain_, travel_s, as_first(task));
                last_start_s_ = std::min(last_start_s_, task.closes_s - passed_s);
                visits_.push_back({travel_s, task.opens_s, task.closes_s, task.fixed_s + task.goods_s, task.group,
                                   passed_s, prices_.size(), prices_.size()});
                passed_s += task.fixed_s + task.goods_s;
                place = task.place;
            }
            if (question.prices == nullptr) continue;
            const Prices& price = question.prices[id];
            if (price.late_second == 0 && price.shifted_second == 0) continue;
            prices_.push_back(price);
            visits_.back().end_price = prices_.size();
        }
        home_s_ = question.seconds(van_->speed, place, van_->end);
        if (van_->rest_s != 0 && home_s_ > van_->rest_after_s) return false;
        plain_ = joined(plain_, home_s_, {0, van_->earliest_s, van_->latest_s});
        last_start_s_ = std::min(last_start_s_, van_->latest_s - passed_s - home_s_);
        driving_s += home_s_;
        most_rests_ = van_->rest_s == 0 || driving_s <= van_->rest_after_s ? 0 : 1 + driving_s / van_->rest_after_s;
        return true;
    }

    void start_at_edges(const Question& question) {
        for (const Visit& visit : visits_)
            for (int rests = 0; rests <= most_rests_; ++rests) {
                const int32_t before_s = visit.passed_s + rests * van_->rest_s;
                start_at(question, visit.opens_s - before_s);
                start_at(question, visit.closes_s - before_s);
                for (size_t k = visit.first_price; k < visit.end_price; ++k) {
                    if (prices_[k].late_second != 0) start_at(question, prices_[k].due_s - before_s);
                    if (prices_[k].shifted_second != 0) start_at(question, prices_[k].known_s - before_s);
                }
                if (question.gaps == nullptr) continue;
                for (int k = 0; k < MAX_GAPS && question.gaps[visit.group].opens_s[k] != 0; ++k) {
                    start_at(question, question.gaps[visit.group].closes_s[k] - before_s);
                    start_at(question, question.gaps[visit.group].opens_s[k] - before_s);
                }
            }
    }

    // Walks the day from that start. Where it comes too late somewhere, so does every later start.
    void start_at(const Question& question, int32_t start_s) {
        if (start_s < van_->earliest_s || start_s >= too_late_s_) return;
        int32_t clock_s = start_s, driven_s = 0;
        int64_t paid = 0;
        const auto drive = [&](int32_t travel_s) {
            if (most_rests_ > 0 && driven_s + travel_s > van_->rest_after_s) {
                clock_s += van_->rest_s;
                driven_s = 0;
            }
            driven_s += travel_s;
            clock_s += travel_s;
        };
        for (const Visit& visit : visits_) {
            drive(visit.travel_s);
            const int32_t begin_s = question.not_before(visit.group, std::max(clock_s, visit.opens_s));
            if (begin_s > visit.closes_s) {
                too_late_s_ = start_s;
                return;
            }
            if (begin_s - clock_s >= van_->rest_s) driven_s = 0;
            for (size_t k = visit.first_price; k < visit.end_price; ++k) {
                const Prices& price = prices_[k];
                paid += price.late_second * std::max(0, begin_s - price.due_s) +
                        price.shifted_second * std::abs(begin_s - price.known_s);
            }
            clock_s = begin_s + visit.service_s;
        }
        drive(home_s_);
        if (clock_s > van_->latest_s)
            too_late_s_ = start_s;
        else
            best_ = std::min(best_, paid + van_->per_second * (clock_s - start_s));
    }

    const VanType* van_ = nullptr;
    std::vector<Visit> visits_;
    std::vector<Prices> prices_;
    Stretch plain_{0, 0, 0};    // the day with one window a visit, and nobody resting: never longer than it is
    int32_t home_s_ = 0;
    int32_t last_start_s_ = 0;  // later starts come too late even without waiting
    int32_t too_late_s_ = 0;
    int most_rests_ = 0;
    int64_t least_wages_ = 0;
    int64_t best_ = 0;
};

// The same, with a clock of the thread's own.
[[gnu::noinline]] inline int64_t least_day(const Question& question, const VanType& van,
                                           const std::vector<int32_t>& tasks, int64_t most = NO_DAY) {
    thread_local Clock clock;
    return clock.least(question, van, tasks, most);
}

}  // namespace foodshed
