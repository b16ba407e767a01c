using System.Collections.Concurrent;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Features;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Policies;
using Freehold.Core.Workloads;
using Freehold.Gateway.Calls;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Admission;

/// <summary>What admission goes by.</summary>
/// <param name="Version">The policy's version; 0 for a tenant that does not exist.</param>
/// <param name="Document">The policy.</param>
/// <param name="Labels">Its rules of labels, compiled.</param>
/// <param name="Workloads">Its workloads, and what requests have taught of them.</param>
internal sealed record AdmissionPolicy(int Version, RoutingPolicyDocument Document, LabelRuleBook Labels, WorkloadMemory Workloads);

/// <summary>
/// The policy of each tenant, at most as old as a router's (<see cref="IRouterGrain.PolicyLeaseSeconds"/>) and compiled once for each
/// version. Thread-safe.
/// </summary>
internal sealed partial class TenantPolicies(IGrainFactory grains, GrainRetry retry, TimeProvider time, ILogger<TenantPolicies> logger)
{
    /// <summary>Most tenants that are kept; over it all are dropped and asked for again.</summary>
    public const int MaxCached = 10_000;

    /// <summary>Outcomes of the log that a new policy's workloads are learned from.</summary>
    private const int LoggedExamples = 500;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds);

    private readonly ConcurrentDictionary<string, (long AskedAt, AdmissionPolicy Policy)> _cache = new(StringComparer.Ordinal);

    /// <summary>The policy in force; the default one for a tenant that does not exist, which the router refuses.</summary>
    public ValueTask<AdmissionPolicy> GetAsync(string tenant, CancellationToken cancellationToken) =>
        _cache.TryGetValue(tenant, out var entry) && time.GetElapsedTime(entry.AskedAt) < Lease
            ? new(entry.Policy)
            : AskAsync(tenant, cancellationToken);

    private async ValueTask<AdmissionPolicy> AskAsync(string tenant, CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        var stored = await retry.RunAsync(
            grains.GetGrain<ITenantGrain>(tenant),
            static (grain, token) => new ValueTask<TenantPolicy?>(grain.GetPolicyAsync(token)),
            cancellationToken);
        var text = stored?.Document ?? RoutingPolicyDocument.DefaultText;
        AdmissionPolicy policy;
        if (_cache.TryGetValue(tenant, out var known)
            && known.Policy.Version == (stored?.Version ?? 0) && known.Policy.Document.Text == text)
        {
            policy = known.Policy;
            _ = LearnAsync(policy.Workloads);
        }
        else
        {
            policy = Make(stored?.Version ?? 0, PolicyCache.Shared.Get(text));
            _ = ReadLogAsync(tenant, policy.Workloads);
        }

        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        _cache[tenant] = (askedAt, policy);
        return policy;
    }

    private static AdmissionPolicy Make(int version, RoutingPolicyDocument document) => new(
        version,
        document,
        new LabelRuleBook(document.Labels),
        new WorkloadMemory(document.Workloads.Values.SelectMany(workload => workload.Examples.Select(
            example => new WorkloadExample(workload.Name!, FeatureExtractor.Extract(example, new FeatureContext()))))));

    /// <summary>Off the request's way: learning takes some milliseconds.</summary>
    private static async Task LearnAsync(WorkloadMemory workloads)
    {
        await Task.Yield();
        workloads.Refresh();
    }

    /// <summary>
    /// Requests that named their workload teach it; those before this policy are in the log. Without them the examples still hold.
    /// </summary>
    private async Task ReadLogAsync(string tenant, WorkloadMemory workloads)
    {
        try
        {
            TenantScope.Enter(TenantId.Parse(tenant));
            var log = grains.GetGrain<IOutcomeLogGrain>(OutcomeLogId.For(TenantId.Parse(tenant)).ToString());
            var page = await log.QueryAsync(new OutcomeQuery { Limit = LoggedExamples }, CancellationToken.None);
            foreach (var logged in page.Outcomes.Reverse())
            {
                if (logged.Outcome is { Workload: { } workload, WorkloadConfidence: 1, Features: { } features })
                {
                    workloads.Observe(new WorkloadExample(workload, RequestFeatures.FromBytes(features)));
                }
            }

            workloads.Refresh();
        }
        catch (Exception e)
        {
            LogNotLearned(e, tenant);
        }
    }

    [LoggerMessage(1011, LogLevel.Warning, "The log of tenant {Tenant} cannot be read to learn its workloads; the policy's examples are used alone.")]
    private partial void LogNotLearned(Exception exception, string tenant);
}
