namespace Freehold.Core.Labels.Tagging;

/// <summary>A word, a number, a sign or a line's end.</summary>
internal struct TaggerToken
{
    /// <summary>First character.</summary>
    public int Start;

    /// <summary>Number of characters, at least 1.</summary>
    public int Length;

    /// <summary>Hash of the word in small letters; digits count as zeros.</summary>
    public uint Word;

    /// <summary>Hash of the kinds of characters in a row: <c>Xx</c>, <c>XX</c>, <c>0000</c>.</summary>
    public uint Shape;

    /// <summary>What the lexicon knows of the word.</summary>
    public WordTraits Traits;

    /// <summary>What it looks like, and whether white space goes before it.</summary>
    public TokenForm Form;

    /// <summary>Whether it announces names. No feature: only the gate asks.</summary>
    public Cue Cue;
}

/// <summary>What a token looks like.</summary>
[Flags]
internal enum TokenForm : byte
{
    None = 0,
    Letters = 1,
    Capital = 2,
    Digits = 4,
    SpaceBefore = 8,
    LineEnd = 16,
    NotAscii = 32,
}
