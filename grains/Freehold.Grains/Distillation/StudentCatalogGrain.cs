using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <inheritdoc cref="IStudentCatalogGrain"/>
public sealed class StudentCatalogGrain(
    [PersistentState(StateNames.Students, StateNames.Storage)] IPersistentState<StudentCatalogState> state) : Grain, IStudentCatalogGrain
{
    private StudentSnapshot _snapshot = StudentSnapshot.Empty;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Show();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PublishAsync(StudentCandidate student, long revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(student);
        StudentChecks.ThrowIfInvalid(student);
        return SetAsync(new StudentEntry { Workload = student.Workload, Revision = revision, Student = student }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task PublishBothAsync(
        StudentCandidate promoted, StudentCandidate challenger, long revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promoted);
        ArgumentNullException.ThrowIfNull(challenger);
        StudentChecks.ThrowIfInvalid(promoted);
        StudentChecks.ThrowIfInvalid(challenger);
        StudentChecks.ThrowIfNoPair(promoted, challenger);
        return SetAsync(
            new StudentEntry { Workload = promoted.Workload, Revision = revision, Student = promoted, Challenger = challenger }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task WithdrawAsync(string workload, long revision, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(workload);
        return SetAsync(new StudentEntry { Workload = workload, Revision = revision }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StudentSnapshot?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken) =>
        Task.FromResult(_snapshot.Version == knownVersion ? null : _snapshot);

    private async Task SetAsync(StudentEntry entry, CancellationToken cancellationToken)
    {
        var before = state.State;
        var at = Array.FindIndex(before.Entries, other => other.Workload == entry.Workload);
        if (at >= 0 && entry.Revision <= before.Entries[at].Revision)
        {
            return;
        }

        if (at < 0 && before.Entries.Length >= IStudentCatalogGrain.MaxStudents)
        {
            throw new InvalidOperationException(
                $"Tenant '{this.GetPrimaryKeyString()}' has had students for {IStudentCatalogGrain.MaxStudents} workloads, which is the most.");
        }

        // Withdrawn workloads stay, with their revision: a publication that comes late must find that it is.
        var others = at < 0 ? before.Entries : [.. before.Entries[..at], .. before.Entries[(at + 1)..]];
        state.State = new StudentCatalogState { Version = before.Version + 1, Entries = [.. others, entry] };
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch
        {
            DeactivateOnIdle(); // Whether it was stored is not known: the next activation reads it anew.
            throw;
        }

        Show();
    }

    /// <summary>Reads interleave with the store: they see what is stored, and nothing before.</summary>
    private void Show() => _snapshot = new StudentSnapshot
    {
        Version = state.State.Version,
        Students = InOrder(entry => entry.Student),
        Challengers = InOrder(entry => entry.Challenger),
    };

    private StudentCandidate[] InOrder(Func<StudentEntry, StudentCandidate?> which) =>
        [.. state.State.Entries.Select(which).OfType<StudentCandidate>().OrderBy(student => student.Workload, StringComparer.Ordinal)];
}
