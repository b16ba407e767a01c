namespace Freehold.Core.Distillation.Rollout;

/// <summary>A workload's traffic with a student of known worth, from a seed: how soon a rollout finds what is wrong, and how seldom it errs.</summary>
/// <param name="seed">The same seed gives the same traffic.</param>
public sealed class SimulatedRollout(int seed)
{
    /// <summary>Requests after which a rollout that goes nowhere is given up.</summary>
    private const int MaxRequests = 20_000;

    private readonly Random _random = new(seed);

    /// <summary>Chance of a served answer to be the teacher's.</summary>
    public double Agreement { get; set; } = 0.95;

    /// <summary>Chance of an answer to be served.</summary>
    public double Coverage { get; set; } = 0.8;

    /// <summary>Chance of the student to fail.</summary>
    public double ErrorRate { get; set; } = 0.002;

    /// <summary>Chance of the student to take longer than it may.</summary>
    public double SlowRate { get; set; } = 0.02;

    /// <summary>Chance of a request to get feedback.</summary>
    public double FeedbackRate { get; set; }

    /// <summary>Mean reward where the teacher answers, and where the student does.</summary>
    public (double Teacher, double Student) Reward { get; set; } = (0.95, 0.95);

    /// <summary>
    /// True where another student is promoted: the requests that this one neither leads nor is compared at are that one's, and tell nothing.
    /// </summary>
    public bool HasIncumbent { get; init; }

    /// <summary>A plan with every default.</summary>
    public static RolloutPlan Plan { get; } = new();

    /// <summary>What the gate measured of a student that agrees in 95 of 100 answers.</summary>
    public static RolloutBaseline Baseline { get; } = new() { ServedScore = 0.95, ServedScoreError = 0.006, MaxLatencyMs = 50 };

    /// <summary>A rollout that begins.</summary>
    public static RolloutMonitor NewMonitor() => new(Plan, Baseline);

    /// <summary>One request at the monitor's share.</summary>
    public RolloutDecision Step(RolloutMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        if (HasIncumbent && !monitor.IsPromoted && !Happens(monitor.Share + Plan.AuditAt(monitor.Stage)))
        {
            return monitor.Decide();
        }

        var leads = Happens(HasIncumbent && !monitor.IsPromoted ? monitor.Share / (monitor.Share + Plan.AuditAt(monitor.Stage)) : monitor.Share);
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
    public bool RunTo(RolloutMonitor monitor, int stage)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        for (var i = 0; i < MaxRequests && monitor.Stage < stage; i++)
        {
            if (StepOn(monitor))
            {
                return false;
            }
        }

        return monitor.Stage >= stage;
    }

    /// <summary>Requests until the student is taken back, stages advancing as they do; null where it is not within the bound.</summary>
    public int? RequestsToRollBack(RolloutMonitor monitor, int bound)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        for (var i = 1; i <= bound; i++)
        {
            if (StepOn(monitor))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>One request, and the stage that follows from it; true where the student is taken back.</summary>
    private bool StepOn(RolloutMonitor monitor)
    {
        var decision = Step(monitor);
        if (decision.Step == RolloutStep.Advance)
        {
            monitor.Begin(monitor.Stage + 1);
        }

        return decision.Step == RolloutStep.RollBack;
    }

    private bool Happens(double probability) => _random.NextDouble() < probability;
}
