namespace Freehold.Core.Labels.Scanning;

/// <summary>What a token is made of.</summary>
internal enum TokenKind : byte
{
    /// <summary>There is no token at this place: before the first or after the last.</summary>
    None,

    /// <summary>A run of letters of any script, with the marks that combine with them.</summary>
    Word,

    /// <summary>A run of the digits 0 to 9.</summary>
    Number,

    /// <summary>One character that is neither, nor white space.</summary>
    Symbol,
}

/// <summary>A token of the text that is scanned.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">Number of characters.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Symbol">The character of a <see cref="TokenKind.Symbol"/>, every dash as '-' and every apostrophe as '\''; else '\0'.</param>
/// <param name="Class">What the word is known as; nothing for other tokens.</param>
internal readonly record struct Token(int Start, int Length, TokenKind Kind, char Symbol, WordClass Class)
{
    public int End => Start + Length;

    public bool IsWord => Kind == TokenKind.Word;

    public bool IsNumber => Kind == TokenKind.Number;

    public bool Is(char symbol) => Symbol == symbol && Kind == TokenKind.Symbol;

    public bool Is(WordClass any) => (Class & any) != 0;
}
