namespace Freehold.Contracts.Clustering;

/// <summary>What a process does in an installation. On the embedded runtime one process does everything.</summary>
[Flags]
public enum SiloRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Serves HTTP: the API and the console. Alone, it is a client of the cluster and holds no grains.</summary>
    Gateway = 1,

    /// <summary>Holds every grain that is not a worker: tenants, routers, providers, logs.</summary>
    Control = 2,

    /// <summary>Holds worker grains, and with them models.</summary>
    Worker = 4,

    /// <summary>Everything.</summary>
    All = Gateway | Control | Worker,
}

/// <summary>Roles as they are written: <c>gateway,control,worker</c>.</summary>
public static class SiloRolesText
{
    private static readonly (string Name, SiloRoles Role)[] Names =
        [("gateway", SiloRoles.Gateway), ("control", SiloRoles.Control), ("worker", SiloRoles.Worker)];

    /// <summary>Reads roles, separated by commas; false where there are none, or one is not known.</summary>
    public static bool TryParse(string? text, out SiloRoles roles)
    {
        roles = SiloRoles.None;
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var role = Array.Find(Names, entry => entry.Name.Equals(word, StringComparison.OrdinalIgnoreCase)).Role;
            if (role == SiloRoles.None)
            {
                return false;
            }

            roles |= role;
        }

        return roles != SiloRoles.None;
    }

    /// <summary>Reads roles that were checked before.</summary>
    /// <exception cref="FormatException">There are none, or one is not known.</exception>
    public static SiloRoles Parse(string? text) => TryParse(text, out var roles)
        ? roles
        : throw new FormatException($"'{text}' are no roles: give some of gateway, control and worker, separated by commas.");

    /// <summary>Writes roles in their usual order.</summary>
    public static string ToText(this SiloRoles roles) =>
        string.Join(',', Names.Where(entry => roles.HasFlag(entry.Role)).Select(entry => entry.Name));
}
