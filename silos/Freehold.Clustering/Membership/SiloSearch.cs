using Microsoft.Extensions.Logging;

namespace Freehold.Clustering.Membership;

/// <summary>A gateway may start before its silos: it looks for one for a minute, and then says so.</summary>
internal sealed partial class SiloSearch(MemberSettings member, TimeProvider time, ILogger<SiloSearch> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly long _startedAt = time.GetTimestamp();

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_startedAt) > Patience)
        {
            throw new ClusterStartException(
                $"No silo of cluster '{member.ClusterId}' could be reached for {Patience.TotalSeconds:0} s: start one with the role 'control' on "
                + "the same database, or check Freehold:Cluster:Id.");
        }

        LogSearching(member.ClusterId, exception.Message);
        await Task.Delay(RetryDelay, time, cancellationToken);
        return true;
    }

    [LoggerMessage(6004, LogLevel.Information, "Looking for a silo of cluster '{Cluster}': {Reason}")]
    private partial void LogSearching(string cluster, string reason);
}
