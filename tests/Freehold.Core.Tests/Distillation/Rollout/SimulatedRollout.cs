using Freehold.Core.Distillation.Rollout;

namespace Freehold.Core.Tests.Distillation.Rollout;

/// <summary>A workload's traffic with a student of known worth, from a seed.</summary>
internal sealed class SimulatedRollout(int seed)
{
    private readonly Random _random = new(seed);

    public double Agreement { get; set; } = 0.95;

    public double Coverage { get; set; } = 0.8;

    public double ErrorRate { get; set; } = 0.002;

    public double SlowRate { get; set; } = 0.02;

    /// <summary>Chance of a request to get feedback.</summary>
    public double FeedbackRate { get; set; }

    /// <summary>Mean reward where the teacher answers, and where the student does.</summary>
    public (double Teacher, double Student) Reward { get; set; } = (0.95, 0.95);

    public static RolloutPlan Plan { get; } = new();

    public static RolloutBaseline Baseline { get; } = new() { ServedScore = 0.95, ServedScoreError = 0.006, MaxLatencyMs = 50 };

    public static RolloutMonitor NewMonitor() => new(Plan, Baseline);

    /// <summary>One request at the monitor's share.</summary>
    public RolloutDecision Step(RolloutMonitor monitor)
    {
        var leads = Happens(monitor.Share);
        var (failed, serves) = (Happens(ErrorRate), Happens(Coverage));
        var decision = monitor.Add(new RolloutObservation
        {
            Arm = leads ? RolloutArm.Student : RolloutArm.Control,
            Failed = failed,
            WouldServe = serves && !failed,
            Agreement = leads || failed ? null : Happens(Agreement) ? 1 : 0,
            LatencyMs = Happens(SlowRate) ? 80 : 2,
        });
        var mean = leads && serves ? Reward.Student : Reward.Teacher;
        return Happens(FeedbackRate) ? monitor.AddReward(leads ? RolloutArm.Student : RolloutArm.Control, Happens(mean) ? 1 : 0) : decision;
    }

    /// <summary>Runs up to a stage; false where the student was taken back before.</summary>
    public bool RunTo(RolloutMonitor monitor, int stage, int maxRequests = 20_000)
    {
        for (var i = 0; i < maxRequests && monitor.Stage < stage; i++)
        {
            var decision = Step(monitor);
            if (decision.Step == RolloutStep.RollBack)
            {
                return false;
            }

            if (decision.Step == RolloutStep.Advance)
            {
                monitor.Begin(monitor.Stage + 1);
            }
        }

        return monitor.Stage >= stage;
    }

    /// <summary>Requests until the student is taken back, stages advancing as they do; null where it is not within the bound.</summary>
    public int? RequestsToRollBack(RolloutMonitor monitor, int bound)
    {
        for (var i = 1; i <= bound; i++)
        {
            var decision = Step(monitor);
            if (decision.Step == RolloutStep.RollBack)
            {
                return i;
            }

            if (decision.Step == RolloutStep.Advance)
            {
                monitor.Begin(monitor.Stage + 1);
            }
        }

        return null;
    }

    private bool Happens(double probability) => _random.NextDouble() < probability;
}
