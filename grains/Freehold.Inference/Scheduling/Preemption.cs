namespace Freehold.Inference.Scheduling;

/// <summary>
/// Who gives its place and its blocks back for another. What a tenant has is its dominant share (Ghodsi et al. 2011): the larger of its part of
/// the places and its part of the blocks.
/// </summary>
/// <remarks>
/// No livelock: of the sequences whose readers keep up, the oldest that runs never gives anything up. Growth takes only from newer ones, and
/// admission takes the newest of a tenant that has at least two. So it ends, then the next oldest becomes the oldest, and orders are finite.
/// </remarks>
internal sealed class Preemption(int maxActive, int maxBlocks)
{
    /// <summary>
    /// Who makes room for the next token of a running sequence, when no block is free: one whose reader is behind, else the newest of the
    /// tenant that has most; the needy one itself where nobody is newer.
    /// </summary>
    public Sequence ForGrowth(List<Sequence> active, Sequence needy)
    {
        var victim = needy;
        foreach (var other in active)
        {
            if (other.IsBlocked && (!victim.IsBlocked || other.Order > victim.Order))
                victim = other;
            else if (!victim.IsBlocked && other.Order > needy.Order && Precedes(active, other, victim))
                victim = other;
        }

        return victim;
    }

    /// <summary>
    /// Who makes room for a waiting sequence: one whose reader is behind; else, if the sequence's tenant stays within its equal share, the
    /// newest of the tenant that is most over its own. Null where it has to wait.
    /// </summary>
    public Sequence? ForAdmission(List<Sequence> active, Sequence next, int blocks, int tenants)
    {
        var fair = 1.0 / tenants;
        var mayTake = Share(active, next.Account, 1, blocks) <= fair;
        Sequence? victim = null;
        foreach (var other in active)
        {
            if (other.IsBlocked && (victim is not { IsBlocked: true } || other.Order > victim.Order))
                victim = other;
            else if (mayTake && victim is not { IsBlocked: true } && other.Account.Active > 1
                && Share(active, other.Account) > fair && (victim is null || Precedes(active, other, victim)))
                victim = other;
        }

        return victim;
    }

    private bool Precedes(List<Sequence> active, Sequence a, Sequence b)
    {
        var (shareA, shareB) = (Share(active, a.Account), Share(active, b.Account));
        return shareA > shareB || (shareA == shareB && a.Order > b.Order);
    }

    private double Share(List<Sequence> active, TenantAccount account, int morePlaces = 0, int moreBlocks = 0)
    {
        foreach (var sequence in active)
        {
            if (sequence.Account == account)
                moreBlocks += sequence.Cache.BlockCount;
        }

        return Math.Max((account.Active + morePlaces) / (double)maxActive, moreBlocks / (double)maxBlocks);
    }
}
