using System.Diagnostics.CodeAnalysis;
using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Registry;

/// <summary>
/// Under which name the registry keeps versions, and the key of its grain: <c>tenant/name</c> for what belongs to a tenant (a student is
/// named as its workload), <c>*/name</c> for what belongs to the installation (a model). The call filter lets only the system's own flows
/// reach the latter.
/// </summary>
public readonly record struct ArtifactName
{
    /// <summary>Longest name behind the slash, in characters.</summary>
    public const int MaxNameLength = 200;

    private ArtifactName(string owner, string name) => (Owner, Name) = (owner, name);

    /// <summary>The tenant's name, or <see cref="TenantScope.SystemScope"/> for the installation.</summary>
    public string Owner { get; }

    /// <summary>The name behind the slash.</summary>
    public string Name { get; }

    /// <summary>True where a tenant owns it.</summary>
    public bool IsOfTenant => Owner != TenantScope.SystemScope;

    /// <summary>
    /// The chain that its transitions are written to: its tenant's, and for the installation's models that of the tenant that a first start
    /// makes.
    /// </summary>
    public TenantId AuditTenant => IsOfTenant ? TenantId.Parse(Owner) : TenantId.Default;

    /// <summary>A model of the installation, by the name that clients use.</summary>
    /// <exception cref="FormatException">The name cannot be one; the message says what can.</exception>
    public static ArtifactName OfModel(string model) => Parse($"{TenantScope.SystemScope}/{model}");

    /// <summary>Something of a tenant's: its student for a workload, a dataset, a prompt.</summary>
    /// <exception cref="FormatException">The name cannot be one; the message says what can.</exception>
    public static ArtifactName OfTenant(TenantId tenant, string name) => Parse($"{tenant}/{name}");

    /// <summary>Reads a grain's key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? key, out ArtifactName name)
    {
        name = default;
        if (key?.IndexOf('/', StringComparison.Ordinal) is not { } slash || slash < 1)
        {
            return false;
        }

        var (owner, rest) = (key[..slash], key[(slash + 1)..]);
        if ((owner != TenantScope.SystemScope && !TenantId.TryParse(owner, out _)) || !IsName(rest))
        {
            return false;
        }

        name = new ArtifactName(owner, rest);
        return true;
    }

    /// <summary>Reads a grain's key.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static ArtifactName Parse(string key) => TryParse(key, out var name)
        ? name
        : throw new FormatException(
            $"'{key}' names no artifact: use tenant/name, or */name for the installation's own, with a name of 1 to {MaxNameLength} "
                + "visible ASCII characters.");

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Name}";

    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && name.All(c => c is > ' ' and < '\x7f');
}
