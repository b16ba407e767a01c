using System.Buffers;

namespace Freehold.Inference.Templates.Values;

/// <summary>The characters that Python's <c>str.isspace</c> and <c>\s</c> take for spaces.</summary>
internal static class PythonSpaces
{
    /// <summary>All of them; unlike .NET's, U+001C to U+001F are among them.</summary>
    public static readonly SearchValues<char> All = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(c => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f')]);

    public static bool Contains(char c) => All.Contains(c);
}
