namespace Freehold.Inference.Scheduling;

/// <summary>The tenants' accounts, and how far their counters may be apart.</summary>
/// <remarks>
/// A tenant that comes back is lifted to the least counter of the others, less a credit: it cannot save up what it did not use (Sheng et al.
/// 2024), but one that uses less than its share finds its next prompt read before those of tenants that use more; the credit bounds for how
/// long, as the sleeper's credit does in Linux's fair scheduler. Likewise a tenant pays back no more than a bounded debt.
/// </remarks>
internal sealed class TenantAccounts(long creditTokens)
{
    /// <summary>Most tenants that are away and remembered; over it they are all forgotten, which costs nobody more than a debt.</summary>
    public const int MaxAbsent = 1_024;

    /// <summary>Most that a tenant can be behind the others because of what it used before, in credits.</summary>
    private const int DebtCredits = 8;

    private readonly Dictionary<string, TenantAccount> _accounts = new(StringComparer.Ordinal);
    private readonly List<TenantAccount> _present = [];
    private readonly HashSet<TenantAccount> _arriving = [];

    /// <summary>Tenants that have sequences, but for those not yet welcomed.</summary>
    public IReadOnlyList<TenantAccount> Present => _present;

    public IEnumerable<TenantAccount> All => _accounts.Values;

    /// <summary>The least counter of all, those included that are away.</summary>
    public long LeastServed()
    {
        var least = long.MaxValue;
        foreach (var account in _accounts.Values)
            least = Math.Min(least, account.Served);
        return least;
    }

    public TenantAccount? Find(string tenant) => _accounts.GetValueOrDefault(tenant);

    /// <summary>The account of a tenant about to have another sequence.</summary>
    public TenantAccount FindOrAdd(string tenant)
    {
        if (!_accounts.TryGetValue(tenant, out var account))
            _accounts.Add(tenant, account = new TenantAccount(tenant));
        _arriving.Add(account);
        return account;
    }

    /// <summary>Brings the counters of those that came into line. Apart from their coming: counters belong to the scheduler's thread.</summary>
    public void Welcome()
    {
        if (_arriving.Count == 0)
            return;

        foreach (var account in _arriving)
        {
            if (LeastOfOthers(account) is { } least)
                account.Served = Math.Clamp(account.Served, least - creditTokens, least + DebtCredits * creditTokens);
            if (!_present.Contains(account))
                _present.Add(account);
        }

        _arriving.Clear();
    }

    /// <summary>Takes a tenant without sequences out of the comparison.</summary>
    public void LeaveIfDone(TenantAccount account)
    {
        if (account.Active > 0 || account.Waiting.Count > 0 || !_present.Remove(account))
            return;

        if (_accounts.Count - _present.Count > MaxAbsent)
        {
            foreach (var absent in _accounts.Values.Where(other => other.Waiting.Count == 0 && !_present.Contains(other)).ToArray())
                _accounts.Remove(absent.Tenant);
        }
    }

    private long? LeastOfOthers(TenantAccount account)
    {
        long? least = null;
        foreach (var other in _present)
        {
            if (other != account && (least is null || other.Served < least))
                least = other.Served;
        }

        return least;
    }
}
