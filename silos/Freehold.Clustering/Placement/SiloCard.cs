using System.Globalization;
using Freehold.Contracts.Clustering;

namespace Freehold.Clustering.Placement;

/// <summary>
/// What other silos must know of a silo before they place a grain on it. It is written into the silo's name in the membership table,
/// because that is the one thing that is known of a silo from the moment at which it is known at all: Orleans' own silo metadata is
/// asked of each silo by a call of its own later, one silo after another, and waits where one has just died.
/// </summary>
/// <param name="Name">The silo's name; the first part of its workers' keys.</param>
/// <param name="Roles">What it does.</param>
/// <param name="DeviceMemoryMebibytes">Memory of its devices by their names, in MiB.</param>
public sealed record SiloCard(string Name, SiloRoles Roles, IReadOnlyDictionary<string, int> DeviceMemoryMebibytes)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null for the name of a silo that is not ours.</summary>
    public static SiloCard? TryParse(string? text)
    {
        var parts = (text ?? "").Split(';');
        if (parts.Length < 2 || !SiloName.IsValid(parts[0]) || !SiloRolesText.TryParse(parts[1], out var roles))
        {
            return null;
        }

        var devices = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in parts.AsSpan(2))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !int.TryParse(part.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes))
            {
                return null;
            }

            devices[part[..equals]] = mebibytes;
        }

        return new SiloCard(parts[0], roles, devices);
    }

    /// <summary>As <c>gpu-1;control,worker;cpu0=24000</c>.</summary>
    public override string ToString() => string.Join(';', [
        Name,
        Roles.ToText(),
        .. DeviceMemoryMebibytes.OrderBy(device => device.Key, StringComparer.Ordinal)
            .Select(device => string.Create(CultureInfo.InvariantCulture, $"{device.Key}={device.Value}"))]);
}
