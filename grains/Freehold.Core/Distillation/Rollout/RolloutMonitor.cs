using System.Globalization;

namespace Freehold.Core.Distillation.Rollout;

/// <summary>
/// Watches a student in live traffic, request by request, from shadow to long after its promotion, and says when to go on and when to take
/// it back. Pure: the same observations lead to the same decisions.
/// </summary>
/// <remarks>
/// <para>
/// Four sequential tests (<see cref="ChangeDetector"/>) run all the time: that served answers agree with the teacher's as the gate
/// measured, that requests which the student leads get rewards like the others, that it seldom fails, and that it is quick. Agreement is
/// taken wherever both answered: at a share of 1% the student in shadow of the other 99% tells a hundred times more than those it leads.
/// </para>
/// <para>
/// A student for which all four hold is taken back with probability of at most <see cref="Alpha"/> over the whole rollout, looked at after
/// every request; after promotion, once in about two rollouts' requests divided by alpha, on average. Rewards are compared by arm, not by
/// who answered, since what a student leaves to the teacher are the hard ones.
/// </para>
/// <para>Not thread-safe.</para>
/// </remarks>
public sealed class RolloutMonitor
{
    /// <summary>The probability that a good student is ever taken back during the rollout.</summary>
    public const double Alpha = 0.01;

    /// <summary>A stage that lasts so many times its requests without a reason to go on ends in a rollback.</summary>
    public const int MaxOverrun = 8;

    /// <summary>With fewer compared answers a stage's own mean says nothing.</summary>
    private const int MinStageCompared = 10;

    /// <summary>
    /// Share of <see cref="Alpha"/> of each test, in the order of <see cref="RolloutTest"/>: agreement has the least to go by.
    /// </summary>
    private static readonly double[] AlphaShares = [0.6, 0.15, 0.15, 0.1];

    private readonly RolloutPlan _plan;
    private readonly RolloutBaseline _baseline;
    private readonly RolloutState _state;

    /// <summary>A monitor at the beginning of the shadow stage.</summary>
    /// <exception cref="ArgumentException">The plan does not hold.</exception>
    public RolloutMonitor(RolloutPlan plan, RolloutBaseline baseline)
        : this(plan, baseline, new RolloutState())
    {
    }

    private RolloutMonitor(RolloutPlan plan, RolloutBaseline baseline, RolloutState state)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(baseline);
        (_plan, _baseline, _state) = (plan, baseline, state);
        if (plan.FindFault() is { } fault)
        {
            throw new ArgumentException($"The plan of the rollout does not hold: {fault}.", nameof(plan));
        }
    }

    /// <summary>0 for shadow, then the canary stages; <see cref="RolloutPlan.Stages"/> where the student is promoted, one more where it is settled.</summary>
    public int Stage => _state.Stage;

    /// <summary>Requests of the stage so far.</summary>
    public long Requests => _state.Requests;

    /// <summary>True where all stages are done; the tests go on.</summary>
    public bool IsPromoted => _state.Stage >= _plan.Stages;

    /// <summary>True where it is promoted for good: nothing advances any more.</summary>
    public bool IsSettled => _plan.IsSettled(_state.Stage);

    /// <summary>Share of the requests that the student is to lead.</summary>
    public double Share => _plan.ShareAt(_state.Stage);

    /// <summary>Served answers that were compared with the teacher's.</summary>
    public long Compared => _state.Agreement.Count;

    /// <summary>Mean agreement of those; 0 where there are none.</summary>
    public double Agreement => _state.Agreement.Mean;

    /// <summary>
    /// Agreement may not lie below this: what the gate measured less the margin, or less twice its own uncertainty where that is more.
    /// </summary>
    public double AgreementFloor =>
        Math.Clamp(_baseline.ServedScore - Math.Max(_baseline.Margin, 2 * _baseline.ServedScoreError), 0.01, 0.99);

    /// <summary>Counts one request.</summary>
    public RolloutDecision Add(RolloutObservation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        _state.Requests++;
        Test(RolloutTest.Errors).AddAtMost(observation.Failed, Math.Clamp(_baseline.MaxErrorRate, 0.001, 0.5), Money(RolloutTest.Errors));
        if (observation.LatencyMs is { } latencyMs && double.IsFinite(_baseline.MaxLatencyMs))
        {
            // The bound is on the 95th percentile: a part of 0.05 may lie above it.
            Test(RolloutTest.Latency).AddAtMost(!(latencyMs <= _baseline.MaxLatencyMs), 0.05, Money(RolloutTest.Latency));
        }

        if (observation is { WouldServe: true, Agreement: { } agreement })
        {
            agreement = double.IsNaN(agreement) ? 0 : Math.Clamp(agreement, 0, 1);
            _state.Agreement = _state.Agreement.Add(agreement);
            _state.StageAgreement = _state.StageAgreement.Add(agreement);
            Test(RolloutTest.Agreement).AddAtLeast(agreement, AgreementFloor, Money(RolloutTest.Agreement));
        }

        return Decide();
    }

    /// <summary>Counts the reward of one request, 0 to 1, whenever it comes.</summary>
    /// <param name="arm">Who led the request, whoever answered it in the end.</param>
    /// <param name="reward">0 to 1; clamped.</param>
    public RolloutDecision AddReward(RolloutArm arm, double reward)
    {
        reward = double.IsNaN(reward) ? 0 : Math.Clamp(reward, 0, 1);
        if (arm == RolloutArm.Control)
        {
            _state.ControlReward = RewardComparison.Remember(_state.ControlReward, reward);
            return Decide();
        }

        _state.StudentReward = RewardComparison.Remember(_state.StudentReward, reward);
        if (RewardComparison.Floor(_state.ControlReward, _baseline.Margin) is { } floor)
        {
            Test(RolloutTest.Reward).AddAtLeast(reward, floor, Money(RolloutTest.Reward));
        }

        return Decide();
    }

    /// <summary>What is to be done now.</summary>
    public RolloutDecision Decide()
    {
        _state.Fault ??= FindFault();
        if (_state.Fault is { } fault)
        {
            return new(RolloutStep.RollBack, fault);
        }

        var wanted = _plan.RequestsAt(Stage);
        return IsSettled || Requests < wanted ? new(RolloutStep.Stay, Describe())
            : IsShown ? new(RolloutStep.Advance, Describe())
            : IsPromoted || Requests < (long)wanted * MaxOverrun ? new(RolloutStep.Stay, $"not yet shown to be good enough: {Describe()}")
            : new(RolloutStep.RollBack, _state.Fault = $"not shown to be good enough in {MaxOverrun} stages' requests: {Describe()}");
    }

    /// <summary>Goes to a stage, as the decision to advance says; going to the one that it is at changes nothing.</summary>
    /// <param name="stage">From now on; <see cref="RolloutPlan.Stages"/> for promoted, one more for settled.</param>
    public void Begin(int stage)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stage, _plan.Stages + 1);
        if (stage != _state.Stage)
        {
            (_state.Stage, _state.Requests, _state.StageAgreement) = (stage, 0, default);
            Array.Clear(_state.HasBegun);
        }
    }

    /// <summary>Writes what the monitor remembers: some hundred bytes, whatever it has seen.</summary>
    public byte[] ToBytes() => RolloutStateFormat.Write(_state);

    /// <summary>Goes on where <see cref="ToBytes"/> was called.</summary>
    /// <exception cref="InvalidDataException">These are no such bytes, or those of a later release.</exception>
    public static RolloutMonitor FromBytes(RolloutPlan plan, RolloutBaseline baseline, ReadOnlySpan<byte> bytes) =>
        new(plan, baseline, RolloutStateFormat.Read(bytes));

    /// <summary>
    /// Agreement has been seen often enough and its mean is, within its standard error, where it ought to be: that of the stage, so that
    /// one which became worse does not go on to where less is compared; that of all, where the stage compares next to nothing.
    /// </summary>
    private bool IsShown
    {
        get
        {
            var agreement = _state.StageAgreement.Count >= MinStageCompared ? _state.StageAgreement : _state.Agreement;
            return Compared >= Math.Max(1, _plan.RequestsAt(Stage) / 10) && agreement.Mean + agreement.StandardError >= AgreementFloor;
        }
    }

    private ChangeDetector Test(RolloutTest test) => _state.Detectors[(int)test];

    /// <summary>
    /// Half of a test's money is spread over the beginnings of the stages and half over all their requests: 1 in all, so that the test's
    /// error probability over the rollout is its share of <see cref="Alpha"/>.
    /// </summary>
    private double Money(RolloutTest test)
    {
        var begins = !_state.HasBegun[(int)test] && !IsPromoted;
        _state.HasBegun[(int)test] = true;
        return (0.5 / _plan.TotalRequests) + (begins ? 0.5 / _plan.Stages : 0);
    }

    private string? FindFault()
    {
        foreach (var test in Enum.GetValues<RolloutTest>())
        {
            if (Test(test).Wealth >= 1 / (Alpha * AlphaShares[(int)test]))
            {
                return test switch
                {
                    RolloutTest.Agreement => Text($"agreement with the teacher fell below {AgreementFloor:0.000}: {Describe()}"),
                    RolloutTest.Reward => Text(
                        $"rewards of {_state.StudentReward.Mean:0.000} where it leads, {_state.ControlReward.Mean:0.000} where not: {Describe()}"),
                    RolloutTest.Errors => Text($"more than {_baseline.MaxErrorRate:P1} of the student's answers fail: {Describe()}"),
                    _ => Text($"more than 5% of the student's answers take longer than {_baseline.MaxLatencyMs:0.#} ms: {Describe()}"),
                };
            }
        }

        return null;
    }

    private string Describe() =>
        Text($"stage {Stage} of {_plan.Stages}, {Requests} requests, agreement {Agreement:0.000} over {Compared} answers");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
