using Freehold.Contracts.Registry;
using Freehold.Grains.Registry;

namespace Freehold.Workers.Registry;

/// <summary>Whether what the registry knows of a digest allows it to be loaded.</summary>
internal static class VersionCheck
{
    /// <summary>Why a digest may not be loaded under a name; null where it may.</summary>
    public static string? RefusalOf(RegistrySnapshot known, string digest, RegistryOptions policy)
    {
        var version = known.Find(digest);
        if (known.Pinned && known.Current != digest)
        {
            return "its name is frozen to another version";
        }

        if (version is null)
        {
            return policy.RequireApproval ? "it is not in the registry, and this installation loads nothing that is not approved" : null;
        }

        return version.IsApproved ? null
            : version.Quarantined
                ? $"it is in quarantine, with {version.Approvals.Length} of the {version.ApprovalsNeeded} approvals that it needs"
                : "nobody has approved it, and this installation loads nothing that is not approved";
    }

    /// <summary>True where only the digest can tell whether something under a name may be loaded.</summary>
    public static bool NeedsDigest(RegistrySnapshot known, RegistryOptions policy) =>
        policy.RequireApproval || known.Pinned || Array.Exists(known.Versions, version => version.Quarantined && !version.IsApproved);
}
