using System.Buffers;

namespace Freehold.Core.Routing;

/// <summary>The form of a zone's name: <c>device</c>, <c>onprem</c>, <c>any</c> or <c>region:NAME</c>.</summary>
public static class ZoneName
{
    /// <summary>What to tell somebody whose zone is not valid.</summary>
    public const string Remedy = "use device, onprem, region:NAME (a-z, 0-9, '-') or any";

    /// <summary>On a machine of this installation, in its own process: nothing leaves it.</summary>
    public const string Device = "device";

    private const string RegionPrefix = "region:";
    private const int MaxLength = 64;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>True for a valid name.</summary>
    public static bool IsValid(string? zone) => zone switch
    {
        Device or "onprem" or ZoneRules.AnyZone => true,
        { Length: > 7 and <= MaxLength } when zone.StartsWith(RegionPrefix, StringComparison.Ordinal) =>
            zone.AsSpan(RegionPrefix.Length).IndexOfAnyExcept(NameCharacters) < 0,
        _ => false,
    };
}
