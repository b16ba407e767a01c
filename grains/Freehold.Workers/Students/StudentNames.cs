using System.Collections.Concurrent;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Microsoft.Extensions.Logging;

namespace Freehold.Workers.Students;

/// <summary>
/// Which students each tenant's catalog names, so that a worker runs those and no others: what a caller says of a digest is never taken for
/// its right to it. Safe for use by many callers.
/// </summary>
public sealed partial class StudentNames(IGrainFactory grains, TimeProvider time, ILogger<StudentNames> logger)
{
    /// <summary>Most tenants that are remembered; over it all are asked for anew.</summary>
    private const int MaxTenants = 10_000;

    /// <summary>How old a snapshot may be: as old as a router's.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds);

    /// <summary>
    /// So long a student may be asked after it was last named: routers and requests on their way may still know it. After that it is nobody's.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5 * IRouterGrain.PolicyLeaseSeconds);

    private readonly ConcurrentDictionary<TenantId, TenantStudents> _tenants = [];

    /// <summary>The students that have this digest, mostly one; none where the tenant's catalog does not name it.</summary>
    public ValueTask<StudentCandidate[]> FindAsync(TenantId tenant, string digest, CancellationToken cancellationToken)
    {
        if (_tenants.Count >= MaxTenants)
        {
            _tenants.Clear();
        }

        var students = _tenants.GetOrAdd(tenant, static _ => new TenantStudents());
        return time.GetElapsedTime(students.ReadAt) < Lease && students.Find(digest, OldestUse) is { Length: > 0 } found
            ? new(found)
            : RefreshAsync(students, tenant, digest, cancellationToken);
    }

    private long OldestUse => time.GetTimestamp() - (long)(Grace.TotalSeconds * time.TimestampFrequency);

    private async ValueTask<StudentCandidate[]> RefreshAsync(
        TenantStudents students, TenantId tenant, string digest, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        try
        {
            var newer = await grains.GetGrain<IStudentCatalogGrain>(tenant.Value).GetNewerAsync(students.Version, cancellationToken);
            students.Take(newer, startedAt, OldestUse);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnavailable(e, tenant.Value); // What was named a moment ago may be asked until its grace is over, and nothing else.
        }

        return students.Find(digest, OldestUse);
    }

    [LoggerMessage(4010, LogLevel.Warning, "The student catalog of tenant {Tenant} cannot be read; only students named a moment ago run.")]
    private partial void LogUnavailable(Exception exception, string tenant);

    /// <summary>The students of one tenant, by digest, with the time at which each was last named.</summary>
    private sealed class TenantStudents
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, (StudentCandidate[] Students, long NamedAt)> _byDigest = new(StringComparer.Ordinal);
        private StudentSnapshot _snapshot = StudentSnapshot.Empty;
        private long _readAt;

        public long Version => Volatile.Read(ref _snapshot).Version;

        /// <summary>When the snapshot was asked for, as a timestamp.</summary>
        public long ReadAt => Volatile.Read(ref _readAt);

        public StudentCandidate[] Find(string digest, long oldest)
        {
            lock (_gate)
            {
                return _byDigest.TryGetValue(digest, out var named) && named.NamedAt >= oldest ? named.Students : [];
            }
        }

        public void Take(StudentSnapshot? newer, long at, long oldest)
        {
            lock (_gate)
            {
                _snapshot = newer is not null && newer.Version > _snapshot.Version ? newer : _snapshot;
                _readAt = Math.Max(_readAt, at);
                foreach (var students in _snapshot.Students.Concat(_snapshot.Challengers).GroupBy(student => student.Digest, StringComparer.Ordinal))
                {
                    _byDigest[students.Key] = ([.. students], at);
                }

                foreach (var (digest, named) in _byDigest)
                {
                    if (named.NamedAt < oldest)
                    {
                        _byDigest.Remove(digest);
                    }
                }
            }
        }
    }
}
