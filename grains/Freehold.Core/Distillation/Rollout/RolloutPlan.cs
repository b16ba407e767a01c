namespace Freehold.Core.Distillation.Rollout;

/// <summary>How a student comes into force: shadow first, then growing shares of the requests.</summary>
public sealed record RolloutPlan
{
    /// <summary>Most stages of a plan.</summary>
    public const int MaxStages = 32;

    /// <summary>Requests of the shadow stage: the student answers beside the teacher and is not shown.</summary>
    /// <value>Default 100.</value>
    public int ShadowRequests { get; init; } = 100;

    /// <summary>Shares of the requests that the student leads, stage by stage; they grow, and the last one is 1.</summary>
    /// <value>Default 1, 5, 25, 50 and 100%.</value>
    public IReadOnlyList<double> CanaryShares { get; init; } = [0.01, 0.05, 0.25, 0.5, 1];

    /// <summary>
    /// Requests of the workload in one canary stage before the next begins, whoever leads them: beside the others the student still runs in
    /// shadow, so each of them tells something.
    /// </summary>
    /// <value>Default 100.</value>
    public int CanaryRequests { get; init; } = 100;

    /// <summary>
    /// The share of requests that the teacher answers for comparison, at least, until a student is <see cref="IsSettled">settled</see>: with a
    /// fifth of them, one whose served answers are mostly wrong is found within 200 requests at any stage.
    /// </summary>
    public const double TrialAuditShare = 0.2;

    /// <summary>Requests after promotion for which the student is audited as on its way, where the policy audits less.</summary>
    public const int SettlingRequests = 200;

    /// <summary>
    /// The share of requests that the teacher still answers once the student is settled, with the student in shadow, so that drift is found.
    /// </summary>
    /// <value>0 to 0.5. Default 0.02.</value>
    public double AuditShare { get; init; } = 0.02;

    /// <summary>Stages: shadow, and one for each share.</summary>
    public int Stages => CanaryShares.Count + 1;

    /// <summary>Requests of all stages together.</summary>
    public int TotalRequests => ShadowRequests + (CanaryShares.Count * CanaryRequests);

    /// <summary>
    /// Share of the requests that the student leads in a stage: 0 in shadow; from the last stage on all but the audited ones.
    /// </summary>
    /// <param name="stage">0 for shadow, then the canary stages; <see cref="Stages"/>: promoted; one more: settled.</param>
    public double ShareAt(int stage) =>
        stage <= 0 ? 0 : Math.Min(CanaryShares[Math.Min(stage, CanaryShares.Count) - 1], 1 - AuditAt(stage));

    /// <summary>Share of the requests that the teacher answers for comparison in a stage, where all others are another student's.</summary>
    public double AuditAt(int stage) => IsSettled(stage) ? AuditShare : Math.Max(AuditShare, TrialAuditShare);

    /// <summary>True in the last stage of all, which begins some time after promotion: nothing changes any more.</summary>
    public bool IsSettled(int stage) => stage > Stages || (stage == Stages && AuditShare >= TrialAuditShare);

    /// <summary>Requests that a stage takes at least.</summary>
    public int RequestsAt(int stage) => stage <= 0 ? ShadowRequests : stage < Stages ? CanaryRequests : SettlingRequests;

    /// <summary>The first thing wrong with this plan, with its remedy; null where it holds.</summary>
    public string? FindFault()
    {
        if (CanaryShares.Count is 0 or > MaxStages - 1)
        {
            return $"the canary has {CanaryShares.Count} stages; give 1 to {MaxStages - 1}";
        }

        for (var i = 0; i < CanaryShares.Count; i++)
        {
            if (!(CanaryShares[i] > (i == 0 ? 0 : CanaryShares[i - 1]) && CanaryShares[i] <= 1))
            {
                return $"the canary's share {i + 1} is {CanaryShares[i]}; give shares above 0, at most 1, that grow";
            }
        }

        return ShadowRequests < 1 || CanaryRequests < 1 ? "a stage has no requests; give at least 1"
            : !(AuditShare is >= 0 and <= 0.5) ? $"the audited share is {AuditShare}; give 0 to 0.5"
            : null;
    }
}
