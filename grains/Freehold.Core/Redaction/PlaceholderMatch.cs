using Freehold.Core.Labels;

namespace Freehold.Core.Redaction;

/// <summary>Whether a placeholder stands at a place.</summary>
internal enum MatchState
{
    /// <summary>None does.</summary>
    None,

    /// <summary>One may: the text ends before that is known.</summary>
    NeedsMore,

    /// <summary>One does.</summary>
    Found,
}

/// <summary>A placeholder at a place.</summary>
/// <param name="State">Whether there is one.</param>
/// <param name="Length">Characters of it, with the brackets that it has.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Number">Which one of that kind, from 1.</param>
internal readonly record struct PlaceholderMatch(MatchState State, int Length = 0, SensitiveKind Kind = SensitiveKind.None, int Number = 0)
{
    public static readonly PlaceholderMatch None = new(MatchState.None);
    public static readonly PlaceholderMatch NeedsMore = new(MatchState.NeedsMore);
}
