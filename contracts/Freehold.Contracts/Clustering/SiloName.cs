namespace Freehold.Contracts.Clustering;

/// <summary>What may be the name of a member of a cluster: it is part of grain keys, of a line in the membership table, and of host names.</summary>
public static class SiloName
{
    /// <summary>Longest name.</summary>
    public const int MaxLength = 60;

    /// <summary>True for 1 to 60 of a-z, A-Z, 0-9, '-', '_' and '.'.</summary>
    public static bool IsValid(string? name) => name is { Length: > 0 and <= MaxLength } && name.All(IsAllowed);

    /// <summary>A valid name as near to the text as can be.</summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = string.Concat(text.Take(MaxLength).Select(c => IsAllowed(c) ? c : '-'));
        return name.Length > 0 ? name : "silo";
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
