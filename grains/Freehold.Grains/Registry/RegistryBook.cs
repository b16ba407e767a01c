using Freehold.Contracts.Audit;
using Freehold.Contracts.Registry;

namespace Freehold.Grains.Registry;

/// <summary>
/// What becomes of one name's versions by each command: functions of the state, the command and the policy, and of nothing else.
/// </summary>
internal static class RegistryBook
{
    /// <summary>Most versions that rolling back can reach, one after the other.</summary>
    public const int MaxWaysBack = 32;

    public static RegistryChange Freeze(RegistryState state, string digest) => state.Find(digest) switch
    {
        null => RegistryChange.NoSuch(state, digest),
        { Frozen: true } => RegistryChange.Nothing(state),
        var version => RegistryChange.To(state.With(version with { Frozen = true }), AuditActions.VersionFrozen, digest),
    };

    public static RegistryChange Pin(RegistryState state, string digest, RegistryOptions policy)
    {
        if (state.Pinned && state.Current == digest)
        {
            return RegistryChange.Nothing(state);
        }

        if (CannotServe(state, digest, policy) is { } refusal)
        {
            return refusal;
        }

        var frozen = state.With(state.Find(digest)! with { Frozen = true });
        return RegistryChange.To(Current(frozen, digest) with { Pinned = true }, AuditActions.VersionPinned, digest);
    }

    public static RegistryChange MakeCurrent(RegistryState state, string digest, RegistryOptions policy) =>
        state.Current == digest && state.Find(digest) is not null ? RegistryChange.Nothing(state)
        : CannotServe(state, digest, policy)
            ?? RegistryChange.To(Current(state, digest), AuditActions.VersionMadeCurrent, digest, new() { ["before"] = state.Current });

    public static RegistryChange RollBack(RegistryState state, string? from, RegistryOptions policy)
    {
        if (from is not null && state.Find(from) is null)
        {
            return RegistryChange.NoSuch(state, from);
        }

        if (from is not null && from != state.Current)
        {
            return RegistryChange.Nothing(state);
        }

        if (state.Pinned)
        {
            return Pinned(state);
        }

        var back = Array.FindLastIndex(state.WaysBack, digest => IsApproved(state.Find(digest)!, policy));
        return back < 0
            ? RegistryChange.Refused(state, RegistryStatus.NoPrevious,
                "No approved version was current before this one, so there is none to go back to.")
            : RegistryChange.To(
                state with { Current = state.WaysBack[back], WaysBack = state.WaysBack[..back] },
                AuditActions.VersionRolledBack, state.Current!, new() { ["now"] = state.WaysBack[back] });
    }

    public static RegistryChange Drop(RegistryState state, string digest) => state.Find(digest) switch
    {
        null => RegistryChange.NoSuch(state, digest),
        { Frozen: true } => RegistryChange.Refused(
            state, RegistryStatus.Frozen, $"Version {RegistryChange.Short(digest)} is frozen: it stays for ever."),
        var version when IsInUse(state, version) => RegistryChange.Refused(
            state, RegistryStatus.InUse, $"Version {RegistryChange.Short(digest)} is current or a way back; make another current first."),
        _ => RegistryChange.To(
            state with { Versions = [.. state.Versions.Where(version => version.Digest != digest)] }, AuditActions.VersionDropped, digest),
    };

    public static RegistryChange NoteRollout(RegistryState state, string digest, RolloutNote note)
    {
        if (RegistryInput.FaultOf(note) is { } fault)
        {
            return RegistryChange.Refused(state, RegistryStatus.Invalid, fault);
        }

        if (state.Find(digest) is not { } version)
        {
            return RegistryChange.NoSuch(state, digest);
        }

        if (Array.Exists(version.Rollout, known => known.OperationId == note.OperationId))
        {
            return RegistryChange.Nothing(state);
        }

        var kept = RegistryInput.Bounded(note);
        return RegistryChange.To(
            state.With(version with { Rollout = [.. version.Rollout.TakeLast(RolloutNote.MaxNotes - 1), kept] }),
            AuditActions.VersionRollout, digest, new() { ["stage"] = kept.Stage, ["why"] = kept.Detail });
    }

    /// <summary>True where dropping it would leave the name without what it runs, or without a way back.</summary>
    public static bool IsInUse(RegistryState state, RegisteredVersion version) =>
        version.Digest == state.Current || state.WaysBack.Contains(version.Digest);

    /// <summary>True where enough have approved it.</summary>
    public static bool IsApproved(RegisteredVersion version, RegistryOptions policy) =>
        version.Approvals.Length >= policy.NeededBy(version.Quarantined);

    private static RegistryChange? CannotServe(RegistryState state, string digest, RegistryOptions policy)
    {
        if (state.Find(digest) is not { } version)
        {
            return RegistryChange.NoSuch(state, digest);
        }

        if (state.Pinned)
        {
            return Pinned(state);
        }

        return IsApproved(version, policy) ? null : RegistryChange.Refused(
            state,
            RegistryStatus.NotApproved,
            $"Version {RegistryChange.Short(digest)} has {version.Approvals.Length} of the {policy.NeededBy(version.Quarantined)} "
                + "approvals that it needs; "
            + "others must approve it first.");
    }

    private static RegistryChange Pinned(RegistryState state) => RegistryChange.Refused(
        state, RegistryStatus.Frozen, $"The name is frozen to version {RegistryChange.Short(state.Current!)}, and takes no other; use "
            + "another name.");

    private static RegistryState Current(RegistryState state, string digest) => state.Current is not { } before || before == digest
        ? state with { Current = digest }
        : state with { Current = digest, WaysBack = [.. state.WaysBack.Where(other => other != digest).TakeLast(MaxWaysBack - 1), before] };
}
