namespace Freehold.Inference.Scheduling;

/// <summary>What the scheduler knows of one tenant.</summary>
/// <remarks>The waiting list is guarded by the queue's lock; the rest belongs to the scheduler's thread.</remarks>
internal sealed class TenantAccount(string tenant)
{
    /// <summary>Cost of a token read and of a token written, as in the paper below: writing one takes a step, reading many takes one.</summary>
    public const int InputWeight = 1, OutputWeight = 2;

    public string Tenant => tenant;

    /// <summary>Sequences that wait, oldest first, but for those that were put back: they are older than all others.</summary>
    public LinkedList<Sequence> Waiting { get; } = new();

    /// <summary>Sequences that run.</summary>
    public int Active { get; set; }

    /// <summary>
    /// Weighted tokens served so far, on the scale of all tenants: the virtual token counter of Sheng et al. 2024, arXiv:2401.00588. At a
    /// million tokens a second, 64 bits last for 290,000 years.
    /// </summary>
    public long Served { get; set; }
}
