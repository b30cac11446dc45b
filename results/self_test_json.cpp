// Writing a self-test as JSON.
#include "results/self_test_json.hpp"

#include "base/plain_text.hpp"
#include "results/comparison_parts.hpp"
#include "results/json_parts.hpp"

namespace ipcbench {

namespace {

Json frequency_json(const Frequency& frequency) {
  return {{"events", frequency.events},
          {"trials", frequency.trials},
          {"rate", number_json(frequency.rate())},
          {"at_most", number_json(frequency.at_most())}};
}

Json correlation_json(const std::optional<Correlation>& correlation) {
  if (!correlation) return nullptr;
  return {{"value", number_json(correlation->value)},
          {"by_chance", number_json(correlation->by_chance)}};
}

Json cell_json(const CellPower& cell) {
  return {{"cell", printable(cell.cell)},
          {"metric", cell.metric},
          {"detectable", optional_json(cell.detectable)},
          {"delta", number_json(cell.delta)},
          {"rounds", cell.rounds}};
}

Json job_json(const SelfTestSeries::Job& job) {
  return {{"seed", job.seed},
          {"verdict", name_of(job.verdict)},
          {"fit", job.fit},
          {"summary", printable(job.summary)},
          {"resampled_false_alarms",
           frequency_json({.events = job.test.jobs_with_regression, .trials = job.test.jobs})},
          {"autocorrelation", optional_json(job.test.autocorrelation)}};
}

}  // namespace

std::string self_test_json(const SelfTestSeries& series) {
  const Comparison& frame = series.frame();
  Json json{{"schema", "ipcbench-self-test"},
            {"schema_version", self_test_schema_version},
            {"started_at", printable(frame.started_at)},
            {"elapsed_s", number_json(series.elapsed_s())},
            {"budget_s", optional_json(frame.budget_s)},
            {"command_line", printable(frame.command_line)},
            {"rules", rules_json(frame.rules)},
            {"environment", settings_object(frame.environment)},
            {"arm", arm_json(frame.arms[0])},
            {"false_alarms", frequency_json(series.false_alarms())},
            {"resampled_false_alarms", frequency_json(series.resampled_false_alarms())},
            {"inconclusive", frequency_json(series.inconclusive())},
            {"unfit", frequency_json(series.unfit())},
            {"autocorrelation", correlation_json(series.autocorrelation())},
            {"cells", Json::array()},
            {"jobs", Json::array()}};
  for (const CellPower& cell : series.cells()) json["cells"].push_back(cell_json(cell));
  for (const SelfTestSeries::Job& job : series.jobs()) json["jobs"].push_back(job_json(job));
  return dump(json, 1);
}

}  // namespace ipcbench
