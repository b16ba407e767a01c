using Freehold.Contracts.Audit;
using Freehold.Contracts.Registry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Grains.Registry;

/// <inheritdoc cref="IRegistryGrain"/>
public sealed partial class RegistryGrain(
    [PersistentState(StateNames.Registry, StateNames.Storage)] IPersistentState<RegistryState> state,
    IOptions<RegistryOptions> options,
    TimeProvider time,
    ILogger<RegistryGrain> logger)
    : Grain, IRegistryGrain
{
    private readonly RegistryOptions _policy = options.Value;

    private ArtifactName Name => ArtifactName.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public Task<RegistryResult> RegisterAsync(RegisteredVersion version, CancellationToken cancellationToken) =>
        ChangeAsync(now => RegistryAdmission.Register(now, version, Actor.Current, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryResult> ApproveAsync(string digest, string by, CancellationToken cancellationToken) =>
        ChangeAsync(now => RegistryAdmission.Approve(now, digest, by, Actor.Current, time.GetUtcNow(), _policy), cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryResult> FreezeAsync(string digest, CancellationToken cancellationToken) =>
        ChangeAsync(now => RegistryBook.Freeze(now, digest), cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryResult> PinAsync(string digest, CancellationToken cancellationToken) =>
        ChangeAsync(now => RegistryBook.Pin(now, digest, _policy), cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryResult> MakeCurrentAsync(string digest, CancellationToken cancellationToken) =>
        ChangeAsync(now => RegistryBook.MakeCurrent(now, digest, _policy), cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryResult> RollBackAsync(string? from, CancellationToken cancellationToken) =>
        ChangeAsync(now => RegistryBook.RollBack(now, from, _policy), cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryResult> NoteRolloutAsync(string digest, RolloutNote note, CancellationToken cancellationToken) =>
        ChangeAsync(now => RegistryBook.NoteRollout(now, digest, note), cancellationToken);

    /// <inheritdoc/>
    public Task<RegistryResult> DropAsync(string digest, CancellationToken cancellationToken) =>
        ChangeAsync(now => RegistryBook.Drop(now, digest), cancellationToken);

    /// <inheritdoc/>
    public Task<RegistrySnapshot> GetAsync(CancellationToken cancellationToken)
    {
        var now = state.State;
        return Task.FromResult(new RegistrySnapshot
        {
            Name = Name.ToString(),
            Revision = now.Revision,
            Current = now.Current,
            Previous = now.Pinned ? null : now.WaysBack.LastOrDefault(),
            Pinned = now.Pinned,
            Versions = [.. now.Versions.Reverse().Select(version =>
                version with { ApprovalsNeeded = _policy.NeededBy(version.Quarantined) })],
        });
    }

    /// <inheritdoc/>
    public Task<Lineage?> GetLineageAsync(string digest, CancellationToken cancellationToken) =>
        Task.FromResult(RegistryLineage.Of(state.State, digest));
}
