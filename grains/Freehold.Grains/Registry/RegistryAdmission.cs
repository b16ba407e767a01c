using System.Text.Json.Nodes;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Registry;

namespace Freehold.Grains.Registry;

/// <summary>How a version comes into the registry, and who may say that it is good.</summary>
internal static class RegistryAdmission
{
    /// <summary>Most approvals that one version keeps.</summary>
    public const int MaxApprovals = 32;

    /// <summary>What a gate's approval begins with; the digest of its report follows.</summary>
    public const string GatePrefix = "gate:";

    public static RegistryChange Register(RegistryState state, RegisteredVersion version, string by, DateTimeOffset at)
    {
        if (RegistryInput.FaultOf(version) is { } fault)
        {
            return RegistryChange.Refused(state, RegistryStatus.Invalid, fault);
        }

        if (state.Find(version.Digest) is { } known)
        {
            return Complete(state, known, version);
        }

        var room = MakeRoom(state);
        if (room is null)
        {
            return RegistryChange.Refused(
                state,
                RegistryStatus.LimitReached,
                $"The name has {IRegistryGrain.MaxVersions} versions, all of them frozen, current or ways back, and that is the most; "
                    + "use another name.");
        }

        var added = version with
        {
            Approvals = [],
            Frozen = false,
            Rollout = [],
            ApprovalsNeeded = 0,
            CreatedAt = at,
            RegisteredBy = by,
        };
        return RegistryChange.To(
            room with { Versions = [.. room.Versions, added] }, AuditActions.VersionRegistered, version.Digest, DetailOf(added));
    }

    public static RegistryChange Approve(RegistryState state, string digest, string by, string actor, DateTimeOffset at,
        RegistryOptions policy)
    {
        if (state.Find(digest) is not { } version)
        {
            return RegistryChange.NoSuch(state, digest);
        }

        if (RegistryInput.FaultOfName(by, "the approval's 'by'") is { } fault)
        {
            return RegistryChange.Refused(state, RegistryStatus.Invalid, fault);
        }

        if (Array.Exists(version.Approvals, approval => approval.By == by))
        {
            return RegistryChange.Nothing(state);
        }

        if (WhyNot(version, by, actor, policy) is { } why)
        {
            return RegistryChange.Refused(state, RegistryStatus.MayNotApprove, why);
        }

        return version.Approvals.Length >= MaxApprovals
            ? RegistryChange.Refused(state, RegistryStatus.LimitReached, $"The version has {MaxApprovals} approvals, and keeps no more.")
            : RegistryChange.To(
                state.With(version with { Approvals = [.. version.Approvals, new Approval { By = by, At = at }] }),
                AuditActions.VersionApproved, digest, new() { ["by"] = by });
    }

    /// <summary>
    /// Nobody speaks for another; and what came from outside is let in by people, of whom the one that brought it is none where two are
    /// asked.
    /// </summary>
    private static string? WhyNot(RegisteredVersion version, string by, string actor, RegistryOptions policy)
    {
        var isGate = by.StartsWith(GatePrefix, StringComparison.Ordinal);
        if (version.Quarantined && (isGate || by == Actor.System))
        {
            return "An import in quarantine is approved by people, not by a gate.";
        }

        if (!isGate && actor != Actor.System && by != actor)
        {
            return $"'{actor}' cannot approve in the name of '{by}'.";
        }

        return version.Quarantined && by == version.RegisteredBy && policy.ApprovalsNeeded > 1
            ? $"'{by}' registered this import, and others must approve it."
            : null;
    }

    private static RegistryChange Complete(RegistryState state, RegisteredVersion known, RegisteredVersion given)
    {
        var isSame = known.Kind == given.Kind && known.Run == given.Run && known.Quarantined == given.Quarantined
            && known.Parents.AsSpan().SequenceEqual(given.Parents)
            && Agree(known.EvalReport, given.EvalReport)
            && Agree(known.VettingReport, given.VettingReport) && Agree(known.Location, given.Location);
        if (!isSame)
        {
            return RegistryChange.Refused(
                state,
                RegistryStatus.Differs,
                $"Version {RegistryChange.Short(known.Digest)} is registered already, of another kind or origin; what is registered "
                    + "does not change.");
        }

        var completed = known with
        {
            EvalReport = known.EvalReport ?? given.EvalReport,
            Signature = known.Signature ?? given.Signature,
            VettingReport = known.VettingReport ?? given.VettingReport,
            Location = known.Location ?? given.Location,
        };
        return completed == known
            ? RegistryChange.Nothing(state)
            : RegistryChange.To(state.With(completed), AuditActions.VersionCompleted, known.Digest, DetailOf(completed));
    }

    /// <summary>Signatures need not agree: signing the same again gives another, and the first is kept.</summary>
    private static bool Agree(string? known, string? given) => known is null || given is null || known == given;

    private static RegistryState? MakeRoom(RegistryState state)
    {
        if (state.Versions.Length < IRegistryGrain.MaxVersions)
        {
            return state;
        }

        var free = Array.FindIndex(state.Versions, version => !version.Frozen && !RegistryBook.IsInUse(state, version));
        return free < 0 ? null : state with { Versions = [.. state.Versions[..free], .. state.Versions[(free + 1)..]] };
    }

    private static JsonObject DetailOf(RegisteredVersion version) => new()
    {
        ["kind"] = version.Kind.ToString(),
        ["parents"] = new JsonArray([.. version.Parents.Select(parent => JsonValue.Create(parent))]),
        ["run"] = version.Run,
        ["eval"] = version.EvalReport,
        ["signature"] = version.Signature,
        ["vetting"] = version.VettingReport,
        ["quarantined"] = version.Quarantined,
    };
}
