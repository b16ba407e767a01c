using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Distillation.Rollout;

/// <summary>What a monitor remembers from one observation to the next.</summary>
internal sealed class RolloutState
{
    /// <summary>0 for shadow, then the canary stages; the number of stages where the student is promoted.</summary>
    public int Stage { get; set; }

    /// <summary>Requests of the stage.</summary>
    public long Requests { get; set; }

    /// <summary>The detectors, in the order of <see cref="RolloutTest"/>.</summary>
    public ChangeDetector[] Detectors { get; init; } = [.. Enum.GetValues<RolloutTest>().Select(_ => new ChangeDetector())];

    /// <summary>Whether each test has counted something in this stage.</summary>
    public bool[] HasBegun { get; init; } = new bool[Enum.GetValues<RolloutTest>().Length];

    /// <summary>Agreement of the answers that went out or would have, since shadow began.</summary>
    public RunningMoments Agreement { get; set; }

    /// <summary>The same of this stage alone.</summary>
    public RunningMoments StageAgreement { get; set; }

    /// <summary>Rewards of requests that the teacher led: the newest weigh most.</summary>
    public RunningMoments ControlReward { get; set; }

    /// <summary>Rewards of requests that the student led.</summary>
    public RunningMoments StudentReward { get; set; }

    /// <summary>Why the student was taken back; null where it was not.</summary>
    public string? Fault { get; set; }
}

/// <summary>What live traffic is tested for.</summary>
internal enum RolloutTest
{
    /// <summary>The served answers agree with the teacher's.</summary>
    Agreement = 0,

    /// <summary>Requests that the student leads please as much as the others.</summary>
    Reward = 1,

    /// <summary>The student does not fail.</summary>
    Errors = 2,

    /// <summary>It is quick.</summary>
    Latency = 3,
}
