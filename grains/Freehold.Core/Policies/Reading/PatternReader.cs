using System.Text.RegularExpressions;

namespace Freehold.Core.Policies.Reading;

/// <summary>Reads regular expressions that answers are held against.</summary>
internal static class PatternReader
{
    /// <summary>The pattern; null where there is none, or after a fault where it is not valid.</summary>
    public static string? Read(PolicySection section, string key)
    {
        if (section.Text(key, PolicyBounds.MaxAnswerPatternLength) is not { } pattern)
        {
            return null;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return pattern;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            section.Fault(section.Find(key)!, key, $"the pattern is not valid ({e.Message})",
                "correct it; patterns are .NET regular expressions without back-references and without looking around");
            return null;
        }
    }
}
