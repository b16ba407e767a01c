using Freehold.Core.Distillation.Rollout;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>
/// Requests until a student that fails live is taken back, from the stage at which it begins to fail and with every default, and how often a
/// good one is: simulated, from fixed seeds, with no feedback.
/// </summary>
internal sealed class RolloutBenchmark : IBenchmark
{
    private const int Bound = 200, MaxRequests = 20_000;

    private static readonly double[] Agreements = [0, 0.3, 0.6];

    public string Name => "rollout";

    public string Summary => "requests until a student that fails live is taken back, by stage, and how often a good one is";

    public IReadOnlyCollection<string> Options => ["--runs"];

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var runs = arguments.Integer("--runs", 1_000, 10, 100_000);
        var plan = SimulatedRollout.Plan;
        foreach (var hasIncumbent in (bool[])[false, true])
        {
            for (var stage = 0; stage <= plan.Stages + 1; stage++)
            {
                foreach (var agreement in Agreements)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Measure(report, stage, agreement, runs, hasIncumbent);
                }
            }

            var lost = Enumerable.Range(0, runs).Count(
                seed => !New(seed, hasIncumbent).RunTo(SimulatedRollout.NewMonitor(), plan.Stages + 1));
            report.Add($"{Prefix(hasIncumbent)}good_taken_back_share", (double)lost / runs, $"of {runs} that agree as the gate measured, until settled");
            var requests = Enumerable.Range(0, runs).Select(seed => (double)ToPromotion(New(seed, hasIncumbent))).ToArray();
            report.AddMedian($"{Prefix(hasIncumbent)}good_promoted_after_requests", requests);
        }

        return Task.CompletedTask;
    }

    private static void Measure(Report report, int stage, double agreement, int runs, bool hasIncumbent)
    {
        var requests = Enumerable.Range(0, runs).Select(seed => RequestsOf(seed, stage, agreement, hasIncumbent)).Order().ToArray();
        report.Add(
            $"{Prefix(hasIncumbent)}{StageName(stage)}_{agreement * 100:0}_p50_requests",
            requests[runs / 2],
            $"agrees in {agreement:P0}; p95 {requests[(int)(0.95 * (runs - 1))]}, {requests.Count(n => n <= Bound) / (double)runs:P1} within {Bound}");
    }

    private static int RequestsOf(int seed, int stage, double agreement, bool hasIncumbent)
    {
        for (; ; seed += 1_000_000)
        {
            var (rollout, monitor) = (New(seed, hasIncumbent), SimulatedRollout.NewMonitor());
            if (rollout.RunTo(monitor, stage))
            {
                rollout.Agreement = agreement;
                return rollout.RequestsToRollBack(monitor, MaxRequests) ?? MaxRequests;
            }
        }
    }

    private static int ToPromotion(SimulatedRollout rollout)
    {
        var monitor = SimulatedRollout.NewMonitor();
        for (var requests = 0; ; requests++)
        {
            if (monitor.IsPromoted || rollout.RequestsToRollBack(monitor, 1) is not null || requests == MaxRequests)
            {
                return requests;
            }
        }
    }

    private static SimulatedRollout New(int seed, bool hasIncumbent) => new(seed) { HasIncumbent = hasIncumbent };

    private static string Prefix(bool hasIncumbent) => hasIncumbent ? "second_" : "";

    private static string StageName(int stage) => stage switch
    {
        0 => "shadow",
        _ when stage < SimulatedRollout.Plan.Stages => $"canary{SimulatedRollout.Plan.CanaryShares[stage - 1] * 100:0}",
        _ when stage == SimulatedRollout.Plan.Stages => "promoted",
        _ => "settled",
    };
}
