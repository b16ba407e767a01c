using System.Collections.Frozen;

namespace Freehold.Core.Labels.Tagging;

/// <summary>How a word announces names.</summary>
internal enum Cue : byte
{
    None,

    /// <summary>The next word may be one.</summary>
    Near,

    /// <summary>One of the next three may be one.</summary>
    Far,
}

/// <summary>The words that announce names where capitals do not.</summary>
internal static class Cues
{
    private static readonly string[] Near =
    [
        "from", "in", "at", "to", "near", "am", "hi", "hello", "hey", "visit", "visited", "visiting", "lives", "live", "regards", "thanks",
        "sincerely", "cheers", "mister", "sir", "madam",
    ];

    private static readonly string[] Far = ["name", "names", "named", "called", "mr", "mrs", "ms", "miss", "dr", "prof", "dear", "surname", "attn", "signed"];

    private static readonly FrozenDictionary<uint, Cue> ByHash = Near.Select(word => (word, Cue.Near)).Concat(Far.Select(word => (word, Cue.Far)))
        .ToFrozenDictionary(entry => WordHash.Of(entry.word), entry => entry.Item2);

    /// <summary>All of them, by the hash of the word.</summary>
    public static IReadOnlyDictionary<uint, Cue> All => ByHash;
}
