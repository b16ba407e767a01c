using Freehold.Contracts.Registry;
using Freehold.Wire.Errors;
using Freehold.Wire.Registry;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Admin;

/// <summary>The registry's messages as JSON has them.</summary>
internal static class VersionViews
{
    public static bool TryKind(string? text, out ArtifactKind kind)
    {
        kind = text == "adapter" ? ArtifactKind.Adapter : ArtifactKind.Model;
        return text is null or "model" or "adapter";
    }

    public static RegistryView Of(RegistrySnapshot snapshot) => new()
    {
        Name = snapshot.Name,
        Revision = snapshot.Revision,
        Current = snapshot.Current,
        Previous = snapshot.Previous,
        Pinned = snapshot.Pinned,
        Versions = [.. snapshot.Versions.Select(Of)],
    };

    public static LineageView Of(Lineage lineage) =>
        new(lineage.Digest, [.. lineage.Steps.Select(step => new LineageStepView(step.Step, step.Subject, step.At, step.Detail))]);

    /// <summary>The error that a result stands for; null where it is a success.</summary>
    public static WireError? ErrorOf(RegistryResult result) => result.Status switch
    {
        RegistryStatus.Done => null,
        RegistryStatus.NoSuchVersion => AdminRequests.NotFound(result.Detail!),
        RegistryStatus.Invalid => Error(StatusCodes.Status400BadRequest, result, "invalid_value"),
        RegistryStatus.MayNotApprove => Error(StatusCodes.Status403Forbidden, result, "may_not_approve"),
        RegistryStatus.Frozen => Error(StatusCodes.Status409Conflict, result, "frozen"),
        RegistryStatus.NotApproved => Error(StatusCodes.Status409Conflict, result, "not_approved"),
        RegistryStatus.NoPrevious => Error(StatusCodes.Status409Conflict, result, "no_previous"),
        RegistryStatus.InUse => Error(StatusCodes.Status409Conflict, result, "in_use"),
        RegistryStatus.LimitReached => Error(StatusCodes.Status409Conflict, result, "limit_reached"),
        _ => Error(StatusCodes.Status409Conflict, result, "differs"),
    };

    private static WireError Error(int status, RegistryResult result, string code) =>
        new(status, result.Detail!, WireErrorTypes.InvalidRequest, null, code);

    private static VersionView Of(RegisteredVersion version) => new()
    {
        Digest = version.Digest,
        Kind = version.Kind.ToString().ToLowerInvariant(),
        Parents = version.Parents,
        Run = version.Run,
        EvalReport = version.EvalReport,
        Signature = version.Signature,
        VettingReport = version.VettingReport,
        Location = version.Location,
        Quarantined = version.Quarantined,
        Approved = version.IsApproved,
        Approvals = [.. version.Approvals.Select(approval => new ApprovalView(approval.By, approval.At))],
        ApprovalsNeeded = version.ApprovalsNeeded,
        Frozen = version.Frozen,
        CreatedAt = version.CreatedAt,
        RegisteredBy = version.RegisteredBy,
    };
}
